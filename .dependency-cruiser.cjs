/**
 * What may import what: the floors, rooms and doors of docs/adr/0003. Read by tools/structure, which also plants one
 * fault per rule and sees it caught, because this tool is silent when it reads nothing.
 */
const floors = ['core', 'loan', 'api', 'sim', 'server', 'console', 'cli', 'bench', 'tools'];
const allowed = {
  core: [],
  loan: ['core'],
  api: ['core', 'loan'],
  sim: ['core', 'loan', 'api'],
  server: ['core', 'loan', 'api'],
  console: ['core', 'api'],
  cli: floors,
  bench: floors,
  tools: floors,
};
const rooms = '(origination|monitoring|servicing|collections|portfolio|compliance|governance)';
const testFile = '\\.(test|bench)\\.tsx?$';

/** One rule per floor: nothing outside itself and what it stands on. */
const floorRules = Object.entries(allowed)
  .filter(([, below]) => below !== floors)
  .map(([floor, below]) => ({
    name: `floor-${floor}`,
    comment: `${floor} imports ${below.length === 0 ? 'nothing' : below.join(', ')} of this house`,
    severity: 'error',
    // Tests may use what the floor itself may not, but not other floors' code either.
    from: { path: `^${floor}/` },
    to: { path: `^(${floors.join('|')})/`, pathNot: `^(${[floor, ...below].join('|')})/` },
  }));

module.exports = {
  forbidden: [
    {
      name: 'no-circle',
      comment: 'two files that need each other are one notion; type imports count',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    ...floorRules,
    {
      name: 'room-to-room',
      comment: 'rooms share the spine and read each other’s events',
      severity: 'error',
      from: { path: `^(loan|server/http|console/pages)/${rooms}(/|\\.)` },
      to: { path: `^$1/${rooms}(/|\\.)`, pathNot: '^$1/$2(/|\\.)' },
    },
    {
      name: 'deep-import',
      comment: 'a folder is entered by its index.ts; core/model is a house of such folders',
      severity: 'error',
      from: { path: '^([^/]+/[^/]+)' },
      to: {
        path: '^(core|loan|api|sim|server|tools)/[^/]+/',
        pathNot: ['^$1/', '^[^/]+/[^/]+/index\\.ts$', '^core/model/[^/]+/index\\.ts$'],
      },
    },
    {
      name: 'no-node-builtin-in-pure-floors',
      comment: 'core, loan and api run in a browser and replay to the same bytes',
      severity: 'error',
      from: { path: '^(core|loan|api)/', pathNot: testFile },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'npm-allow-list-core',
      comment: 'docs/adr/0007 says why each is there',
      severity: 'error',
      from: { path: '^core/', pathNot: testFile },
      to: {
        path: 'node_modules/',
        pathNot: 'node_modules/(@noble/(hashes|curves)|dmn-moddle|hyparquet|lezer-feel)/',
      },
    },
    {
      name: 'npm-allow-list-loan',
      comment: 'the life of a loan needs no package',
      severity: 'error',
      from: { path: '^loan/', pathNot: testFile },
      to: { path: 'node_modules/' },
    },
    {
      name: 'npm-allow-list-api',
      comment: 'schemas only',
      severity: 'error',
      from: { path: '^api/', pathNot: testFile },
      to: { path: 'node_modules/', pathNot: 'node_modules/typebox/' },
    },
    {
      name: 'unresolvable',
      comment: 'an import that leads nowhere could hide any fault',
      severity: 'error',
      from: { pathNot: '\\.d\\.ts$' },
      to: { couldNotResolve: true, pathNot: ['^virtual:', '\\?(raw|url|worker)$'] },
    },
    {
      name: 'no-test-in-product',
      comment: 'nothing imports a test',
      severity: 'error',
      from: { pathNot: testFile },
      to: { path: testFile },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|vectors|golden|\\.plimsoll)/' },
    tsPreCompilationDeps: true,
    combinedDependencies: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.cjs', '.json', '.d.ts'],
      mainFields: ['module', 'main', 'types'],
    },
  },
};
