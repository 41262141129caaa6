/** What to do about faults that can be foreseen, by their code. */
import type { Bilingual } from './language.ts';

export const remedies: { readonly [code: string]: Bilingual } = {
  home_in_use: {
    en: 'Stop the other server first, or give this one a home of its own: PLIMSOLL_HOME=folder.',
    zh: '请先停止另一个服务，或用 PLIMSOLL_HOME=目录 另设数据目录。',
  },
  key_wrong: {
    en: 'Put the folder secrets/ of the old home into this one, or set PLIMSOLL_MASTER_KEY.',
    zh: '请将原数据目录中的 secrets/ 复制到本目录，或设置 PLIMSOLL_MASTER_KEY。',
  },
  master_key_missing: {
    en: 'Put secrets/master.key back from where you keep it, or set PLIMSOLL_MASTER_KEY.',
    zh: '请从保管处恢复 secrets/master.key，或设置 PLIMSOLL_MASTER_KEY。',
  },
  restore_refused: {
    en: 'Restore into an empty home: PLIMSOLL_HOME=new-folder, with the old secrets/ in it.',
    zh: '请恢复到空目录：PLIMSOLL_HOME=新目录，并放入原 secrets/。',
  },
  backup_unreadable: {
    en: 'Nothing was written. Take another copy of the backup.',
    zh: '未写入任何数据。请换用另一份备份。',
  },
  database_unsuitable: {
    en: 'Check PLIMSOLL_DATABASE_URL: PostgreSQL 15 or newer, encoded in UTF8, with the right to create a schema.',
    zh: '请检查 PLIMSOLL_DATABASE_URL：需 PostgreSQL 15 以上、UTF8 编码，并有建模式的权限。',
  },
  migration_newer: {
    en: 'This database was used by a newer Plimsoll. Start that version.',
    zh: '该数据库已被更新版本的 Plimsoll 使用，请启动相应版本。',
  },
  policy_has_errors: {
    en: './plimsoll policy check <file> lists every error with an example; a warning would not stop it.',
    zh: '运行 ./plimsoll policy check <文件> 可查看每个错误及示例；警告不会阻止发布。',
  },
  sample_unreadable: {
    en: 'Nothing was written. Mend the file where it says, or leave the column out: --drop column.',
    zh: '未写入任何数据。请按提示修正文件，或不使用该列：--drop 列名。',
  },
  file_not_found: {
    en: 'Check the path; it is taken from the folder you are in.',
    zh: '请检查路径；相对路径以当前目录为准。',
  },
  wrong_call: {
    en: './plimsoll help <command> lists what it takes.',
    zh: './plimsoll help <命令> 列出其参数。',
  },
  model_not_fitted: {
    en: 'No model was written. Look at what was said of the columns above: too few bads, columns left out, or nothing in them tells bads from goods.',
    zh: '未生成模型。请查看上面对各列的说明：坏样本过少、列被排除，或各列无法区分好坏。',
  },
  EADDRINUSE: {
    en: 'Another program listens there. Choose another port: --port 4601.',
    zh: '端口已被占用，请换一个：--port 4601。',
  },
  ECONNREFUSED: {
    en: 'No server answers there. Start one: ./plimsoll start.',
    zh: '该地址没有服务应答，请先运行 ./plimsoll start。',
  },
  ENOENT: {
    en: 'Check the path of the file.',
    zh: '请检查文件路径。',
  },
};
