import type { KeyedRequest } from '#platform/database/idempotency.ts'
import { actOnce, type Recollection, recollect } from '#platform/database/keyed-act.ts'
import type { CatalogTables, CatalogTransaction } from './catalog-tables.ts'
import { changeCategory, createCategory, deleteCategory, listCategories } from './category-store.ts'
import { listCurrencies } from './currency-store.ts'
import { putImage, readImage } from './image-store.ts'
import { readMarks, setLike } from './like-store.ts'
import { forgetMember, readAllMarks } from './member-marks-store.ts'
import { listProducts } from './product-list-store.ts'
import { findProductsOfSkus, readProducts } from './product-read-store.ts'
import { addSku, removeSku } from './product-sku-store.ts'
import { changeProduct, createProduct, deleteProduct } from './product-store.ts'
import {
  armNotices,
  askNotice,
  dropNotice,
  forgetNotices,
  listDueNotices,
  listWatchedSkus,
} from './restock-store.ts'
import { listSearched, readSearched } from './search-store.ts'
import { forgetImages, listOldImages, listPictured } from './unused-image-store.ts'
import { listWishes, putWish, removeWish } from './wish-store.ts'

export { migrations } from './catalog-migrations.ts'

export const reads = {
  listCategories,
  listCurrencies,
  listProducts,
  readProducts,
  findProductsOfSkus,
  readMarks,
  readAllMarks,
  readImage,
  listOldImages,
  listPictured,
  listSearched,
  readSearched,
  listWishes,
  listWatchedSkus,
  listDueNotices,
  recollect: recollect<CatalogTables>,
}

export const writes = {
  createCategory,
  changeCategory,
  deleteCategory,
  createProduct,
  changeProduct,
  deleteProduct,
  addSku,
  removeSku,
  keepAnswer,
  putImage,
  forgetImages,
  setLike,
  putWish,
  removeWish,
  askNotice,
  dropNotice,
  armNotices,
  forgetNotices,
  forgetMember,
}

/** What was answered is answered to its key from now on, unless that has an answer already. */
async function keepAnswer(
  trx: CatalogTransaction,
  { keyed, answer }: { readonly keyed: KeyedRequest; readonly answer: string },
): Promise<Recollection> {
  const kept = await actOnce(trx, keyed, { act: async () => ({ answer }), answerOf: () => answer })
  return 'outcome' in kept ? kept : { outcome: 'answered', answer }
}
