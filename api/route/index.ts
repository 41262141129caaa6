export { routes } from './routes.ts';
export type { Method, Route } from './route.ts';
export type { RouteName } from './routes.ts';
export { writeOpenApi } from './openapi.ts';
export type { OpenApiOptions } from './openapi.ts';
