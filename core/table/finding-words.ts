/** What each finding about a sample says and advises, Chinese first. `{name}` is a fact of the finding's place. */
export const FINDING_WORDS = {
  no_text: ['文件为空', 'The file is empty'],
  encoding_unknown: [
    '第 {line} 行附近不是 UTF-8：请另存为 UTF-8，或声明编码（中文 Excel 常为 gb18030）',
    'Near line {line} the text is not UTF-8: save it as UTF-8, or declare its encoding (gb18030, windows-1252, utf-16le …)',
  ],
  header_missing: [
    '第一行全是数字：缺少列名，请补上表头',
    'The first line holds only numbers: the names of the columns are missing; add them as the first line',
  ],
  header_repeated: ['列名“{column}”出现两次，请改名', 'The column name "{column}" stands twice: rename one'],
  header_too_long: [
    '表头超过 {limit} 字节：文件可能不是 CSV',
    'The header is longer than {limit} bytes: this may be no CSV',
  ],
  too_many_columns: [
    '列数 {count} 超过上限 {limit}',
    '{count} columns are more than the {limit} that one table may have',
  ],
  too_many_rows: ['行数超过上限 {limit}', 'There are more rows than the {limit} that one table may have'],
  no_rows: ['只有表头，没有数据行', 'There is a header but no row'],
  ragged_line: [
    '第 {line} 行有 {count} 个单元格，表头有 {limit} 列：检查该行的逗号与引号',
    'Line {line} has {count} cells where the header has {limit}: look for a missing or spare separator or quote there',
  ],
  quote_open: [
    '第 {line} 行开始的引号没有闭合：补上结束引号',
    'The quote that opens on line {line} is never closed: close it, or double it if it belongs to the text',
  ],
  quote_inside: [
    '第 {line} 行的单元格中间出现引号：把整格放入引号，并将格内引号写成两个',
    'Line {line} has a quote inside a bare cell: put the whole cell in quotes and double those inside',
  ],
  quote_followed: [
    '第 {line} 行的结束引号后还有文字：格内引号应写成两个',
    'On line {line} text follows a closing quote: a quote that belongs to the text is written twice',
  ],
  drop_unknown: [
    '要去掉的列“{column}”不存在，请检查拼写',
    'There is no column "{column}" to leave out: check its name',
  ],
  special_unknown: [
    '声明了特殊值的列“{column}”不存在，请检查拼写',
    'There is no column "{column}" for which special codes are declared: check its name',
  ],
  category_unknown: [
    '声明为类别的列“{column}”不存在，请检查拼写',
    'There is no column "{column}" that was declared to hold categories: check its name',
  ],
  special_unseen: [
    '列“{column}”中没有声明的特殊值“{value}”',
    'The special code "{value}" declared for "{column}" does not occur',
  ],
  target_missing: [
    '没有目标列“{column}”：写成 列名=坏值',
    'There is no target column "{column}": write COLUMN=BADVALUE with a name of the header',
  ],
  target_value_missing: [
    '目标列“{column}”中没有值“{value}”；它有 {other}',
    'The target "{column}" never has the value "{value}"; it has {other}',
  ],
  target_third_value: [
    '目标列“{column}”除“{value}”外还有多个值（{other}）：先去掉不是好也不是坏的行',
    'The target "{column}" has more than two values ({other}): first take out the rows that are neither good nor bad',
  ],
  target_absent: [
    '目标列“{column}”有 {count} 行没有值（首见第 {row} 行）：没有表现的贷款不能当好或坏，请先去掉',
    'The target "{column}" is absent in {count} rows, first in row {row}: a loan without an outcome is neither good nor bad; take these rows out first',
  ],
  target_one_class: [
    '目标列“{column}”只有一类（{value}）：没有对照，无法建模',
    'The target "{column}" has one class only ({value}): there is nothing to tell apart, so no model can be built',
  ],
  sample_small: [
    '只有 {count} 行，至少要 {limit} 行才能建模',
    'There are {count} rows; a model needs at least {limit}: anything fitted on fewer would only look fine',
  ],
  class_small: [
    '“{value}”只有 {count} 行，每类至少要 {limit} 行',
    'Only {count} rows are {value}; a model needs at least {limit} of each class',
  ],
  class_thin: [
    '“{value}”只有 {count} 行：少于 {limit} 行时结果很不稳定',
    'Only {count} rows are {value}: below {limit} every figure of a model swings from draw to draw',
  ],
  nothing_left: ['去掉不可用的列之后没有变量了', 'No column is left once the unusable ones are out'],
  column_constant: [
    '列“{column}”只有一个值“{value}”，已去掉：不含信息',
    'Column "{column}" has the one value "{value}" and was left out: it tells nothing apart',
  ],
  column_all_absent: [
    '列“{column}”全部缺失，已去掉',
    'Column "{column}" has no value in any row and was left out',
  ],
  column_duplicate: [
    '列“{column}”与“{other}”逐行相同，已去掉',
    'Column "{column}" is the same as "{other}" in every row and was left out',
  ],
  column_identifier: [
    '列“{column}”几乎每行一个值（{count} 个），像是编号，已去掉；确要使用请用 keep 声明',
    'Column "{column}" has {count} values, nearly one for each row: an identifier, left out. If it is none, say so with `keep`',
  ],
  column_too_many_levels: [
    '列“{column}”有 {count} 个类别，平均每类不足 {limit} 行，像是变相的编号，已去掉；请先归并类别',
    'Column "{column}" has {count} categories with fewer than {limit} rows each on average: an identifier in disguise, left out. Group its categories first',
  ],
  column_copies_target: [
    '列“{column}”与目标逐行对应，已去掉：它就是结果本身',
    'Column "{column}" says the outcome itself, row by row, and was left out: it would not be known at decision time',
  ],
  column_mixed: [
    '列“{column}”大多是数字，但有 {count} 格文字（{other}；首见第 {row} 行）：每种文字作为独立的特殊值，请声明其含义或更正',
    'Column "{column}" is mostly numbers, but {count} cells are text ({other}; first in row {row}). Each text is kept apart as a special value: declare what it means, or mend it',
  ],
  column_mixed_texts: [
    '列“{column}”混有数字（{count} 格）与文字（首见第 {row} 行“{value}”），按类别读取：请确认',
    'Column "{column}" mixes {count} numbers with texts (first in row {row}: "{value}") and was read as categories: see whether that is meant',
  ],
  column_infinite: [
    '列“{column}”有 {count} 个无穷大或超出范围的值（首见第 {row} 行“{value}”），标为 infinite：请检查产生它的除法',
    'Column "{column}" has {count} infinite values (first in row {row}: "{value}"), marked as infinite: look for a division by zero where it is made',
  ],
  column_unnamed: [
    '第 {count} 列没有名字，已命名为“{column}”',
    'The column at place {count} has no name and was called "{column}"',
  ],
  column_days: [
    '列“{column}”是日期，读为 1970-01-01 起的天数',
    'Column "{column}" holds dates and was read as whole days since 1970-01-01',
  ],
  column_times: [
    '列“{column}”是日期与时刻，读为 1970-01-01 起的天数，时刻未用',
    'Column "{column}" holds dates with times and was read as whole days since 1970-01-01; the time of day is not used',
  ],
  column_absent: [
    '列“{column}”有 {count} 格缺失，写作{value}，标为 {other}',
    'Column "{column}" is absent in {count} cells, written {value} and marked {other}',
  ],
  column_leading_zeros: [
    '列“{column}”的数字带前导零（如“{value}”），可能是代码而不是数量',
    'Numbers of column "{column}" have leading zeros (such as "{value}"): they may be codes rather than amounts',
  ],
  parquet_unreadable: [
    '不是可读的 Parquet 文件（{value}）',
    'This is no Parquet file that can be read ({value})',
  ],
  column_unsupported: [
    '列“{column}”是嵌套或二进制列，已去掉',
    'Column "{column}" is nested or binary and was left out',
  ],
  column_unsafe: [
    '列“{column}”有 {count} 个超过 2^53 的整数，无法精确表示，像是编号，已去掉',
    'Column "{column}" has {count} whole numbers beyond 2^53, which no double holds exactly: an identifier, left out',
  ],
  column_missing: [
    '文件中没有列“{column}”：模型需要它',
    'The file has no column "{column}", which is needed',
  ],
  separator_other: ['分隔符是“{value}”', 'Cells are separated by "{value}"'],
  encoding_read: ['文件按 {value} 解码', 'The text was decoded from {value}'],
  blank_lines: [
    '跳过了 {count} 个空行（首见第 {line} 行）',
    '{count} blank lines were passed over, first line {line}',
  ],
} as const satisfies Readonly<Record<string, readonly [string, string]>>;
