import { changeCategory, createCategory, deleteCategory, listCategories } from './category-store.ts'
import { listProducts } from './product-list-store.ts'
import { findProductsOfSkus, readProducts } from './product-read-store.ts'
import { changeProduct, createProduct } from './product-store.ts'

export { migrations } from './catalog-migrations.ts'

export const reads = { listCategories, listProducts, readProducts, findProductsOfSkus }

export const writes = {
  createCategory,
  changeCategory,
  deleteCategory,
  createProduct,
  changeProduct,
}
