/** Built-in functions by example; most examples are those of the standard (OMG DMN 1.5, 10.3.4). */
import { expect, test } from 'vitest';
import { show } from './sample.ts';

test.each([
  ['decimal(1/3, 2)', '0.33'],
  ['decimal(1.5, 0)', '2'],
  ['decimal(2.5, 0)', '2'],
  ['floor(-1.56, 1)', '-1.6'],
  ['ceiling(-1.5)', '-1'],
  ['round up(5.5, 0)', '6'],
  ['round down(-5.5, 0)', '-5'],
  ['round half up(1.125, 2)', '1.13'],
  ['round half down(1.125, 2)', '1.12'],
  ['abs(-10)', '10'],
  ['modulo(-12, 5)', '3'],
  ['modulo(10.1, -4.5)', '-3.4'],
  ['sqrt(16)', '4'],
  ['log(1)', '0'],
  ['exp(0)', '1'],
  ['odd(5)', 'true'],
  ['even(2)', 'true'],
  ['number("1 000,5", " ", ",")', '1000.5'],
  ['number("x")', 'null !FEEL_NOT_A_NUMBER'],
  ['log(0)', 'null !FEEL_DOMAIN'],
])('[FEEL-21] numbers: %s is %s', (text, shown) => {
  expect(show(text)).toBe(shown);
});

test.each([
  ['string(1.50)', '1.5'],
  ['string([1, "a", null])', '[1, "a", null]'],
  ['substring("foobar", 3)', 'obar'],
  ['substring("foobar", -2, 1)', 'a'],
  ['string length("foo")', '3'],
  ['upper case("aBc4")', 'ABC4'],
  ['substring before("foobar", "bar")', 'foo'],
  ['substring after("foobar", "ob")', 'ar'],
  ['contains("foobar", "of")', 'false'],
  ['starts with("foobar", "fo")', 'true'],
  ['ends with("foobar", "r")', 'true'],
  ['matches("foobar", "^fo*b")', 'true'],
  ['replace("abcd", "(ab)|(a)", "[1=$1][2=$2]")', '[1=ab][2=]cd'],
  ['split("John Doe", "\\\\s")', '["John", "Doe"]'],
  ['string join(["a", null, "c"], "-")', 'a-c'],
])('[FEEL-21] strings: %s is %s', (text, shown) => {
  expect(show(text)).toBe(shown);
});

test.each([
  ['list contains([1, 2, null], null)', 'true'],
  ['count([1, 2, 3])', '3'],
  ['min([3, 1, 2])', '1'],
  ['max("b", "a")', 'b'],
  ['sum(1, 2, 3.5)', '6.5'],
  ['mean([1, 2])', '1.5'],
  ['median([6, 1, 2, 3])', '2.5'],
  ['mode([6, 1, 9, 6, 1])', '[1, 6]'],
  ['product([2, 3, 4])', '24'],
  ['stddev([2, 4, 7, 5])', '2.081665999466132735282297706979931'],
  ['all([true, false])', 'false'],
  ['all([])', 'true'],
  ['any([false, null])', 'null'],
  ['sublist([4, 5, 6], 1, 2)', '[4, 5]'],
  ['append([1], 2, 3)', '[1, 2, 3]'],
  ['concatenate([1, 2], [3])', '[1, 2, 3]'],
  ['insert before([1, 3], 1, 2)', '[2, 1, 3]'],
  ['remove([1, 2, 3], 2)', '[1, 3]'],
  ['reverse([1, 2, 3])', '[3, 2, 1]'],
  ['index of([1, 2, 3, 2], 2)', '[2, 4]'],
  ['union([1, 2], [2, 3])', '[1, 2, 3]'],
  ['distinct values([1, 2, 3, 2, 1])', '[1, 2, 3]'],
  ['flatten([[1, 2], [[3]], 4])', '[1, 2, 3, 4]'],
  ['sort([3, 1, 4], function(x, y) x < y)', '[1, 3, 4]'],
  ['list replace([2, 4, 7, 8], 3, 6)', '[2, 4, 6, 8]'],
  ['list replace([2, 4, 7], function(item, newItem) item < newItem, 5)', '[5, 5, 7]'],
])('[FEEL-21] lists: %s is %s', (text, shown) => {
  expect(show(text)).toBe(shown);
});

test.each([
  ['get value({key1: "value1"}, "key1")', 'value1'],
  ['get value({a: {b: 1}}, ["a", "b"])', '1'],
  ['get entries({a: 1})', '[{key: "a", value: 1}]'],
  ['context put({x: 1}, "y", 2)', '{x: 1, y: 2}'],
  ['context put({x: {y: 1}}, ["x", "y"], 2)', '{x: {y: 2}}'],
  ['context merge([{x: 1}, {x: 2, y: 3}])', '{x: 2, y: 3}'],
  ['context([{key: "a", value: 1}])', '{a: 1}'],
  ['before(1, [2..5])', 'true'],
  ['overlaps([1..5], (5..8])', 'false'],
  ['includes([1..10], 4)', 'true'],
  ['during(5, [1..10])', 'true'],
  ['meets([1..5], [5..10])', 'true'],
  ['starts([1..5], [1..10])', 'true'],
  ['finished by([5..10], 10)', 'true'],
  ['coincides([1..5], [1..5])', 'true'],
  ['coincides(1, "a")', 'null !FEEL_TYPE'],
  ['before(point: 1, range: (1..10])', 'true'],
  ['before(range1: [1..5], range2: [6..10])', 'true'],
  ['after(point1: @"P2D", point2: @"P1D")', 'true'],
  ['includes(range: [1..10], point: 10)', 'true'],
  ['during([1..10], 5)', 'null !FEEL_TYPE'],
  ['meets(1, [1..5])', 'null !FEEL_TYPE'],
  ['is(1, 1.0)', 'true'],
  ['is(1, "1")', 'false'],
])('[FEEL-21] contexts and ranges: %s is %s', (text, shown) => {
  expect(show(text)).toBe(shown);
});

test.each([
  ['string length(null)', 'null'],
  ['sum([1, null])', 'null'],
  ['string length(1)', 'null !FEEL_TYPE'],
  ['string length()', 'null !FEEL_ARGUMENTS'],
  ['abs("a")', 'null !FEEL_TYPE'],
  ['abs([-1])', '1'],
  ['floor(1.5, null)', 'null'],
  ['any()', 'null !FEEL_ARGUMENTS'],
  ['count(5)', '1'],
])('[FEEL-22] %s is %s', (text, shown) => {
  expect(show(text)).toBe(shown);
});

test.each([
  ['date("2024-02-29")', '2024-02-29'],
  ['@"2024-02-29" < date(2024, 3, 1)', 'true'],
  ['date("2024-02-29").month', '2'],
  ['date("2024-02-29").weekday', '4'],
  ['day of week(date("2024-02-29"))', 'Thursday'],
  ['date("2024-01-15") in [date("2024-01-01")..date("2024-01-31")]', 'true'],
  ['date("2023-02-29")', 'null !FEEL_NOT_A_DATE'],
  ['date(2023, 13, 1)', 'null !FEEL_NOT_A_DATE'],
  ['date("2024-01-01") = "2024-01-01"', 'null !FEEL_TYPE'],
])('[FEEL-23] %s is %s', (text, shown) => {
  expect(show(text)).toBe(shown);
});

test.each([
  ['(function(a) external {java: {class: "x"}})(1)', 'null !FEEL_EXTERNAL'],
  ['now()', 'null !FEEL_NO_CLOCK'],
  ['today()', 'null !FEEL_NO_CLOCK'],
])('[FEEL-24] %s is %s: the fault says so', (text, shown) => {
  expect(show(text)).toBe(shown);
});

test.each([
  ['matches("aaaa", "(a+)+b")', 'null !FEEL_PATTERN'],
  ['matches("aaaa", "(a|a)*b")', 'null !FEEL_PATTERN'],
  ['matches("aaaa", "((a+))+b")', 'null !FEEL_PATTERN'],
  ['matches("aaaa", "((a|b)c)*b")', 'null !FEEL_PATTERN'],
  ['matches("a(+)*", "[(+)*]+")', 'true'],
  ['matches("aaaa", "(a?){20}b")', 'null !FEEL_PATTERN'],
  ['matches(string join(for i in 1..900 return "a"), "a*a*a*b")', 'null !FEEL_LIMIT'],
  ['matches("aaab", "a*a*a*b")', 'true'],
  ['matches("ab12", "^[a-z]+[0-9]+$")', 'true'],
  ['matches(string join(for i in 1..100 return "a") + "@b.cn", "^[^@]+@[^@]+[.][a-z]+$")', 'true'],
  ['matches("aaaa", "(")', 'null !FEEL_PATTERN'],
  ['matches("aaaa", "a{2}")', 'true'],
  ['matches("a", "A", "i")', 'true'],
])('[FEEL-26] %s is %s', (text, shown) => {
  expect(show(text)).toBe(shown);
});
