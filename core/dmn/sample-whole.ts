/**
 * A small made-up policy that holds one of everything that a file may say: types with components, inputs with all
 * attributes, every boxed expression, a knowledge model, a decision service, layout. For the laws of hash and compare.
 */

const LITERAL = (text: string): string => `<literalExpression><text>${text}</text></literalExpression>`;
const CELLS = (inputs: readonly string[], outputs: readonly string[], note: string): string =>
  [
    ...inputs.map((text) => `<inputEntry><text>${text}</text></inputEntry>`),
    ...outputs.map((text) => `<outputEntry><text>${text}</text></outputEntry>`),
    `<annotationEntry><text>${note}</text></annotationEntry>`,
  ].join('\n');

export const WHOLE_SAMPLE = `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" xmlns:dmndi="https://www.omg.org/spec/DMN/20191111/DMNDI/" xmlns:dc="http://www.omg.org/spec/DMN/20180521/DC/" xmlns:plimsoll="https://plimsoll.dev/dmn" id="whole" name="Whole sample" namespace="https://plimsoll.dev/whole">
  <itemDefinition id="t1" name="tOutcome">
    <typeRef>string</typeRef>
    <allowedValues><text>"approve", "refer", "decline"</text></allowedValues>
  </itemDefinition>
  <itemDefinition id="t2" name="tTerms" isCollection="true">
    <itemComponent id="t2a" name="months"><typeRef>number</typeRef></itemComponent>
    <itemComponent id="t2b" name="rate"><typeRef>number</typeRef><allowedValues><text>[0.00..0.36]</text></allowedValues></itemComponent>
  </itemDefinition>
  <inputData id="in_age" name="age" plimsoll:whenMissing="refer" plimsoll:unit="years" plimsoll:zh="年龄" plimsoll:en="Age">
    <variable name="age" typeRef="number"/>
  </inputData>
  <inputData id="in_region" name="region" plimsoll:whenMissing="allowed" plimsoll:zh="地区" plimsoll:en="Region">
    <variable name="region" typeRef="string"/>
  </inputData>
  <inputData id="in_terms" name="terms"><variable name="terms" typeRef="tTerms"/></inputData>
  <decision id="d_verdict" name="verdict" plimsoll:zh="结论" plimsoll:en="Verdict">
    <variable name="verdict"/>
    <informationRequirement id="r1"><requiredInput href="#in_age"/></informationRequirement>
    <informationRequirement id="r2"><requiredInput href="#in_region"/></informationRequirement>
    <informationRequirement id="r3"><requiredDecision href="#d_shares"/></informationRequirement>
    <decisionTable id="verdict_table" hitPolicy="FIRST">
      <input id="c1" label="Age" plimsoll:monotone="ascending"><inputExpression typeRef="number"><text>age</text></inputExpression></input>
      <input id="c2"><inputExpression typeRef="string"><text>region</text></inputExpression><inputValues><text>"N", "S"</text></inputValues></input>
      <output id="c3" name="outcome" typeRef="tOutcome"><defaultOutputEntry><text>"refer"</text></defaultOutputEntry></output>
      <output id="c4" name="share" typeRef="number"/>
      <annotation name="why"/>
      <rule id="v1">${CELLS(['&lt; 18', '-'], ['"decline"', '0'], 'too young')}</rule>
      <rule id="v2">${CELLS(['[18..25)', '"N"'], ['"refer"', '0.10'], 'young')}</rule>
      <rule id="v3">${CELLS(['-', '-'], ['"approve"', 'shares.base'], '')}</rule>
    </decisionTable>
  </decision>
  <decision id="d_points" name="points">
    <variable name="points" typeRef="number"/>
    <informationRequirement><requiredInput href="#in_age"/></informationRequirement>
    <decisionTable hitPolicy="COLLECT" aggregation="SUM">
      <input><inputExpression><text>age</text></inputExpression></input>
      <output name="points" typeRef="number"/>
      <rule><inputEntry><text>&lt; 30</text></inputEntry><outputEntry><text>1</text></outputEntry></rule>
      <rule><inputEntry><text>&gt;= 30</text></inputEntry><outputEntry><text>2</text></outputEntry></rule>
    </decisionTable>
  </decision>
  <decision id="d_shares" name="shares">
    <variable name="shares"/>
    <informationRequirement><requiredInput href="#in_terms"/></informationRequirement>
    <knowledgeRequirement><requiredKnowledge href="#k_limit"/></knowledgeRequirement>
    <context>
      <contextEntry><variable name="base" typeRef="number"/>${LITERAL('limit of(0.10, 2) /* a share */')}</contextEntry>
      <contextEntry><variable name="called"/><invocation>${LITERAL('limit of')}
        <binding><parameter name="share"/>${LITERAL('0.5')}</binding>
        <binding><parameter name="times"/>${LITERAL('3')}</binding></invocation></contextEntry>
      <contextEntry><variable name="both"/><list>${LITERAL('base')}${LITERAL('called')}</list></contextEntry>
      <contextEntry><variable name="steps"/><relation><column name="from" typeRef="number"/><column name="to"/>
        <row>${LITERAL('1')}${LITERAL('2')}</row><row>${LITERAL('3')}${LITERAL('4')}</row></relation></contextEntry>
      <contextEntry><variable name="half"/><functionDefinition><formalParameter name="x" typeRef="number"/>${LITERAL('x / 2')}</functionDefinition></contextEntry>
      <contextEntry><variable name="picked"/><conditional><if>${LITERAL('base &gt; 1')}</if><then>${LITERAL('"high"')}</then><else>${LITERAL('"low"')}</else></conditional></contextEntry>
      <contextEntry><variable name="short"/><filter><in>${LITERAL('terms')}</in><match>${LITERAL('item.months &lt; 12')}</match></filter></contextEntry>
      <contextEntry><variable name="rates"/><for iteratorVariable="t"><in>${LITERAL('terms')}</in><return>${LITERAL('t.rate + 0.01')}</return></for></contextEntry>
      <contextEntry><variable name="any"/><some iteratorVariable="t"><in>${LITERAL('terms')}</in><satisfies>${LITERAL('t.rate &gt; 0.3')}</satisfies></some></contextEntry>
      <contextEntry><variable name="all"/><every iteratorVariable="t"><in>${LITERAL('terms')}</in><satisfies>${LITERAL('t.rate &gt; 0.3')}</satisfies></every></contextEntry>
    </context>
  </decision>
  <businessKnowledgeModel id="k_limit" name="limit of">
    <variable name="limit of"/>
    <encapsulatedLogic><formalParameter name="share" typeRef="number"/><formalParameter name="times" typeRef="number"/>${LITERAL('share * times')}</encapsulatedLogic>
  </businessKnowledgeModel>
  <decisionService id="s_score" name="score service">
    <variable name="score service"/>
    <outputDecision href="#d_points"/>
    <inputData href="#in_age"/>
  </decisionService>
  <dmndi:DMNDI>
    <dmndi:DMNDiagram id="page">
      <dmndi:DMNShape id="shape_age" dmnElementRef="in_age"><dc:Bounds height="60" width="120" x="40" y="80"/></dmndi:DMNShape>
    </dmndi:DMNDiagram>
  </dmndi:DMNDI>
</definitions>
`;
