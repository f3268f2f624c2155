import type { Migration } from '#platform/database/database.ts'

export const migrations: readonly Migration[] = [
  {
    version: 1,
    name: 'categories, products and their SKUs',
    statements: [
      `create table category (
        category_id varchar(36) not null primary key,
        name varchar(80) not null,
        parent_id varchar(36),
        check (parent_id <> category_id),
        foreign key (parent_id) references category (category_id)
      )`,
      'create index category_by_name on category (name, category_id)',
      'create index category_by_parent on category (parent_id)',
      `create table category_tree (
        tree_id integer not null primary key check (tree_id = 1),
        version bigint not null
      )`,
      'insert into category_tree (tree_id, version) values (1, 0)',
      // Medium text: 20,000 characters may be more than the 64 kB of MySQL's text.
      `create table product (
        product_number integer primary key autoincrement,
        product_id varchar(36) not null unique,
        title varchar(200) not null,
        title_folded varchar(1000) not null,
        description mediumtext not null,
        category_id varchar(36),
        kind varchar(10) not null check (kind in ('drop', 'regular')),
        price_minor bigint not null check (price_minor >= 0),
        currency varchar(3) not null,
        images text not null,
        like_count integer not null default 0 check (like_count >= 0),
        created_at_ms bigint not null,
        foreign key (category_id) references category (category_id)
      )`,
      'create index product_by_kind on product (kind, product_number)',
      'create index product_by_kind_and_price on product (kind, price_minor, product_number)',
      'create index product_by_kind_and_likes on product (kind, like_count, product_number)',
      'create index product_by_category on product (category_id, product_number)',
      'create index product_by_price on product (price_minor, product_number)',
      'create index product_by_likes on product (like_count, product_number)',
      `create table product_sku (
        sku_id varchar(36) not null primary key,
        product_number bigint not null,
        sku_number integer not null,
        options text not null,
        unique (product_number, sku_number),
        foreign key (product_number) references product (product_number)
      )`,
    ],
  },
  {
    version: 2,
    name: 'likes, wishes, restock notices, images; products that are gone',
    statements: [
      'alter table product add column is_gone integer not null default 0 check (is_gone in (0, 1))',
      `create table product_like (
        product_number bigint not null,
        member_id varchar(36) not null,
        primary key (product_number, member_id)
      ) /* clustered */`,
      `create table wish (
        member_id varchar(36) not null,
        sku_id varchar(36) not null,
        quantity integer not null check (quantity between 1 and 1000),
        added_at_ms bigint not null,
        primary key (member_id, sku_id)
      ) /* clustered */`,
      'create index wish_by_age on wish (member_id, added_at_ms, sku_id)',
      'create index wish_by_sku on wish (sku_id)',
      // Armed once its SKU was seen to be sold out: only then can it come back.
      `create table restock_notice (
        sku_id varchar(36) not null,
        member_id varchar(36) not null,
        notice_id varchar(36) not null,
        is_armed integer not null check (is_armed in (0, 1)),
        primary key (sku_id, member_id)
      ) /* clustered */`,
      `create table image (
        image_id varchar(36) not null,
        width integer not null,
        type varchar(40) not null,
        content longblob not null,
        primary key (image_id, width)
      ) /* clustered */`,
    ],
  },
  {
    version: 3,
    name: 'since when a picture is there',
    statements: [
      'alter table image add column put_at_ms bigint not null default 0',
      'create index image_by_age on image (put_at_ms, image_id)',
    ],
  },
  {
    version: 4,
    name: 'prices within their currency',
    statements: [
      'create index product_by_currency on product (currency, price_minor, product_number)',
      `create index product_by_kind_and_currency
        on product (kind, currency, price_minor, product_number)`,
    ],
  },
]
