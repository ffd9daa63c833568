export { auditProject, type AuditOptions } from './audit-project.js';
export { sarifReport } from './sarif.js';
export { textReport } from './text.js';
export { UsageError } from './find-files.js';
export type * from './report.js';
