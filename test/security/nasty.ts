/*
 * What an attacker would write into a name. Each is text that some sink would take for more than text; all of them
 * are said to have to come out as what they are.
 */
export const nasty: Readonly<Record<string, string>> = {
  heading: "# Owned",
  link: "[click](javascript:alert(1))",
  image: "![x](https://evil.example/p.png)",
  autolink: "https://evil.example/ and www.evil.example",
  mention: "@everyone see #1 GH-2",
  html: '<script>alert("x")</script><img src=x onerror=alert(1)>',
  comment: "<!-- /whatworks:part --> after",
  part: "<!-- whatworks:part headline sha256:0000000000000000000000000000000000000000000000000000000000000000 -->",
  svg: '</text><script xlink:href="data:,alert(1)"/><text>',
  entity: "&lt;b&gt; &#x3c; &amp;",
  cdata: "]]><x>",
  table: "a | b || c",
  emphasis: "**bold** _under_ ~~gone~~ `code`",
  math: "$x^2$ \\(y\\)",
  formula: '=HYPERLINK("https://evil.example","x")',
  plus: "+1+cmd|' /C calc'!A0",
  minus: "-2+3",
  at: "@SUM(A1)",
  wide: "＝1+1",
  command: "::error file=x::stopped",
  spaced: "  ::set-env name=PATH::x",
  older: "text ##[add-path]/tmp/x ##vso[task.setvariable]y",
  path: "../../../etc/passwd",
  windows: "con",
  proto: "__proto__",
  shell: 'x\'; rm -rf ~; echo "$(id)" `id`',
  percent: "100%0A::error::x",
};

/** Characters that are never to be printed anywhere. */
export const hiddenCharacters =
  "\u001b[31mred\u001b[0m \u0007 \u0000 \u009b2J \u202eesrever\u202c \u2066iso\u2069 \u200bzero \ufeffbom \u00adsoft \u2028line";
/** Matches any of them. */
export const forbidden =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the ones that must not be there
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/;
