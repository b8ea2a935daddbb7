/*
 * What speaks with databases, as a bundle of its own: its drivers are half of what the command weighs, and most verbs never need
 * them. Import it with `await import('./database')` alone.
 */
export { openLocal } from './local/open-local';
export { compare } from './sql/compare';
export { reviewSql } from './sql/review';
