import { expect, test } from "bun:test";
import { toCsv } from "../../../src/shared/csv.ts";

test("rows end with CRLF, and fields with commas, quotes or line ends are quoted", () => {
  expect(
    toCsv([
      ["a", 1, true, null],
      ['say "hi"', "x,y", "two\nlines", -1],
    ]),
  ).toBe('a,1,true,\r\n"say ""hi""","x,y","two\nlines",-1\r\n');
});

test.each([
  ["=1+1", "'=1+1"],
  ["+358 40 123", "'+358 40 123"],
  ["-2+3", "'-2+3"],
  ["@SUM(A1)", "'@SUM(A1)"],
  ["\tcmd", "'\tcmd"],
  ["\rcmd", '"\'\rcmd"'],
  ['=HYPERLINK("http://example.test","x")', `"'=HYPERLINK(""http://example.test"",""x"")"`],
  ["\uFF1D1+1", "'\uFF1D1+1"],
  ["\uFF0B1", "'\uFF0B1"],
  ["\uFF0D1", "'\uFF0D1"],
  ["\uFF20A1", "'\uFF20A1"],
  ["\n=1+1", '"\'\n=1+1"'],
  ["Aurora;=1+1", "Aurora;'=1+1"],
  ["Aurora; @SUM(A1);-1", "Aurora;' @SUM(A1);'-1"],
  ['Aurora;"=1+1"', `"Aurora;'""=1+1"""`],
])("text that a spreadsheet would run is made text: %p", (cell, field) => {
  expect(toCsv([[cell]])).toBe(`${field}\r\n`);
});

test.each(["Aurora; Helsinki", "a-b", "1+1=2", "mail@medex.test", "Aurora"])(
  "other text stays as it is: %p",
  text => {
    expect(toCsv([[text]])).toBe(`${text}\r\n`);
  },
);

test("no rows make no text", () => {
  expect(toCsv([])).toBe("");
});
