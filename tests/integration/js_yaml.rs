//! Where js-yaml 4.3.2, and with it the Hub, stops in YAML that it cannot read, and in which words.

use cardlint::card::Card;
use cardlint::source::SourceFile;

/// Metadata, and the reason and the place that js-yaml names.
const REASONS: &[(&str, &str)] = &[
    (
        "license: mit\nlanguage\ntags: x\nb: y",
        "can not read a block mapping entry; a multiline key may not be an implicit key (3:5)",
    ),
    ("a:\n- b\n-c\nd: e", "can not read a block mapping entry; a multiline key may not be an implicit key (4:2)"),
    ("a: [b, c\nd: e", "missed comma between flow collection entries (2:1)"),
    ("a: 'x\nb: y", "unexpected end of the stream within a single quoted scalar (3:1)"),
    ("a:\n  - b\n  c: d", "bad indentation of a mapping entry (3:3)"),
    ("a: 1\n\tb: 2", "tab characters must not be used in indentation (2:1)"),
    ("a: b: c\nd: e: f", "bad indentation of a mapping entry (1:5)"),
    ("a: b\n{{ x }}\nc: d", "can not read an implicit mapping pair; a colon is missed (2:8)"),
    ("a: 'b' c\nd: e", "bad indentation of a mapping entry (1:8)"),
    ("a: >-x\nb: c", "a line break is expected (1:6)"),
    ("a: &\nb: c", "name of an anchor node must contain at least one character (1:5)"),
    ("a: b\n- c\nd: e", "end of the stream or a document separator is expected (2:1)"),
    ("a: b\n  c: d", "bad indentation of a mapping entry (2:4)"),
    ("a: \"\\q\"", "unknown escape sequence (1:6)"),
    ("a: ]", "bad indentation of a mapping entry (1:4)"),
    ("a: {b: c d: e}", "missed comma between flow collection entries (1:11)"),
    ("key: value\n  more: x\nlast: y", "bad indentation of a mapping entry (2:7)"),
    ("a:\n    b: 1\n  c: 2", "bad indentation of a mapping entry (3:3)"),
    ("a: !!int x\nb: [", "cannot resolve a node with !<tag:yaml.org,2002:int> explicit tag (1:11)"),
    ("x: y\nx: z\nb: [", "duplicated mapping key (2:1)"),
    ("a:\n  b: !x\n    - 1\n  c: 2", "unknown tag !<!x> (4:3)"),
    ("a: b\0c", "null byte is not allowed in input (1:5)"),
    ("a: *\nb: c", "name of an alias node must contain at least one character (1:5)"),
    ("a: !!binary x!", "cannot resolve a node with !<tag:yaml.org,2002:binary> explicit tag (1:15)"),
    ("a: >5x\nb: c", "a line break is expected (1:6)"),
    ("a: |+2 x\nb: c", "a line break is expected (1:8)"),
    ("a: |12\n  b", "repeat of an indentation width identifier (1:6)"),
    ("a: |0\n  b", "bad explicit indentation width of a block scalar; it cannot be less than one (1:5)"),
    ("  a: |x\n  b: c", "a line break is expected (1:7)"),
    ("a: |\n\tx\nb: c", "tab characters must not be used in indentation (2:1)"),
    ("a:\n  - b\n\t- c", "tab characters must not be used in indentation (3:1)"),
    ("a: b\n[c, d]\ne: f", "can not read an implicit mapping pair; a colon is missed (2:7)"),
    ("a: b\n[c,\n d]\ne: f", "can not read a block mapping entry; a multiline key may not be an implicit key (3:4)"),
    ("a: b\n'c'\ne: f", "can not read an implicit mapping pair; a colon is missed (2:4)"),
    ("a: b\nc\n", "can not read a block mapping entry; a multiline key may not be an implicit key (3:1)"),
    ("a: b\nc\nd\n", "can not read a block mapping entry; a multiline key may not be an implicit key (4:1)"),
    ("a: b\nc: d: e", "bad indentation of a mapping entry (2:5)"),
    ("a:\n- b\n  c: d", "bad indentation of a sequence entry (3:4)"),
    ("- a\nb: c", "end of the stream or a document separator is expected (2:1)"),
    ("a: {b: c\nd: e}", "missed comma between flow collection entries (2:1)"),
    ("a: [b]]\n", "bad indentation of a mapping entry (1:7)"),
    ("a: [b] c\nd: e", "bad indentation of a mapping entry (1:8)"),
    ("a: \"b\" c\nd: e", "bad indentation of a mapping entry (1:8)"),
    ("a: \"b\\qc\"\nd: e", "unknown escape sequence (1:7)"),
    ("é: \"\\q\"\n", "unknown escape sequence (1:6)"),
    ("a: b\n  c\n d: e", "bad indentation of a mapping entry (3:3)"),
    ("a: @b", "bad indentation of a mapping entry (1:4)"),
    ("a: `b`", "bad indentation of a mapping entry (1:4)"),
    ("a: %b", "bad indentation of a mapping entry (1:4)"),
    ("%a: b", "directives end mark is expected (2:1)"),
    ("a: &x b\nc: *y", "unidentified alias \"y\" (2:6)"),
    ("a: - b", "bad indentation of a mapping entry (1:4)"),
    ("a: b: c", "bad indentation of a mapping entry (1:5)"),
    ("a: b\n\tc: d", "tab characters must not be used in indentation (2:1)"),
    ("a:\n\tb: c", "tab characters must not be used in indentation (2:1)"),
    ("a:\n  b: c\n\td: e", "tab characters must not be used in indentation (3:1)"),
    ("a: 1\n b: 2", "bad indentation of a mapping entry (2:3)"),
    ("- a\n- b: c\n d: e", "bad indentation of a sequence entry (3:2)"),
    ("a: !foo b", "unknown tag !<!foo> (1:10)"),
    ("a: !!int b", "cannot resolve a node with !<tag:yaml.org,2002:int> explicit tag (1:11)"),
    ("a: !!seq b", "unknown tag !<tag:yaml.org,2002:seq> (1:11)"),
    ("a: !!map [b]", "unknown tag !<tag:yaml.org,2002:map> (1:13)"),
    ("a: !!set [b]", "unknown tag !<tag:yaml.org,2002:set> (1:13)"),
    ("a: !!omap [b]", "cannot resolve a node with !<tag:yaml.org,2002:omap> explicit tag (1:14)"),
    ("a: !!pairs [[b]]", "cannot resolve a node with !<tag:yaml.org,2002:pairs> explicit tag (1:17)"),
    ("<<: a\n", "cannot merge mappings; the provided source object is unacceptable (1:6)"),
    ("a: {<<: b}", "cannot merge mappings; the provided source object is unacceptable (1:10)"),
    ("a: {{b}}: c", "bad indentation of a mapping entry (1:9)"),
    ("a: [b, c: d: e]", "missed comma between flow collection entries (1:12)"),
    ("a: 'b'c'\nd: e", "bad indentation of a mapping entry (1:7)"),
    ("a: \"b\"c\"\nd: e", "bad indentation of a mapping entry (1:7)"),
    ("a: it's\nb: 'it's'\n", "bad indentation of a mapping entry (2:8)"),
    ("a: b\na: c", "duplicated mapping key (2:1)"),
    ("{a: b, a: c}", "duplicated mapping key (1:8)"),
    ("a: {\n b: c\nd: e", "missed comma between flow collection entries (3:1)"),
    ("a: \"b\nc: d", "unexpected end of the stream within a double quoted scalar (3:1)"),
    ("a: |\n x\n  y\nb", "can not read a block mapping entry; a multiline key may not be an implicit key (5:1)"),
    ("a: >\n\n\n   b\n  c\nd: e", "bad indentation of a mapping entry (5:3)"),
    (":", "incomplete explicit mapping pair; a key node is missed; or followed by a non-tabulated empty line (1:1)"),
    ("-a: b\n-c", "can not read a block mapping entry; a multiline key may not be an implicit key (3:1)"),
    ("a:b\nc: d", "end of the stream or a document separator is expected (2:2)"),
    ("a: b #c\n#d\n  e: f", "bad indentation of a mapping entry (3:3)"),
    ("a: b\u{1}c", "the stream contains non-printable characters (1:7)"),
    ("a: \u{85}b\nb: [", "unexpected end of the stream within a flow collection (3:1)"),
    ("a: 😀 b: c", "bad indentation of a mapping entry (1:8)"),
    ("x: [a\n\n# c\nb: c", "missed comma between flow collection entries (4:1)"),
    ("x: ]", "bad indentation of a mapping entry (1:4)"),
    ("x: }", "bad indentation of a mapping entry (1:4)"),
    ("x: ,", "bad indentation of a mapping entry (1:4)"),
    ("x: [,a]", "expected the node content, but found ',' (1:5)"),
    ("x: [a,,b]", "expected the node content, but found ',' (1:7)"),
    ("x: {,}", "expected the node content, but found ',' (1:5)"),
    ("x: {a,,b}", "expected the node content, but found ',' (1:7)"),
    ("? [a\n: b", "missed comma between flow collection entries (2:1)"),
    ("a: b\n? c\nd", "can not read a block mapping entry; a multiline key may not be an implicit key (4:1)"),
    ("a: !!null b", "cannot resolve a node with !<tag:yaml.org,2002:null> explicit tag (1:12)"),
    ("a: !!bool c", "cannot resolve a node with !<tag:yaml.org,2002:bool> explicit tag (1:12)"),
    ("a: !!float c", "cannot resolve a node with !<tag:yaml.org,2002:float> explicit tag (1:13)"),
    ("a: !!timestamp c", "cannot resolve a node with !<tag:yaml.org,2002:timestamp> explicit tag (1:17)"),
    ("- \t- a", "bad indentation of a sequence entry (1:4)"),
    ("a: \t- b", "bad indentation of a mapping entry (1:5)"),
    ("a:\t- b\n  c", "bad indentation of a mapping entry (1:4)"),
    ("- a\n-\t-\tb", "bad indentation of a sequence entry (2:3)"),
    ("a: \"b\n\tc\nd: e", "unexpected end of the stream within a double quoted scalar (4:1)"),
    ("a: b\n \tc: d\ne: f", "bad indentation of a mapping entry (2:4)"),
    ("a:\n  - b\n  \t- c", "tab characters must not be used in indentation (3:3)"),
    ("a: >\n \tb\nc: d\n\te: f", "tab characters must not be used in indentation (4:1)"),
    ("a: |2\n\tb", "tab characters must not be used in indentation (2:1)"),
    ("a: |\n   b\n  c\n d\ne", "bad indentation of a mapping entry (3:3)"),
    ("a: |3\n  b\nc: d", "bad indentation of a mapping entry (2:3)"),
    ("a: |-1x\n b", "a line break is expected (1:7)"),
    ("a: >1+ # c\n b\nd", "can not read a block mapping entry; a multiline key may not be an implicit key (4:1)"),
    ("x:\n  a: |x\n    b\n  c: d", "a line break is expected (2:7)"),
    ("x:\n  |y\n z: w", "a line break is expected (2:4)"),
];

/// Metadata, and what js-yaml shows of it: the lines around the place, of long lines what is around its column.
const SNIPPETS: &[(&str, &str)] = &[
    (
        "k: abcdefghijklmnopqrstuvwxyzabcdefg: hijklmnopqrstuvwxyzabcdefghijklmno",
        " 1 | k: abcdefghijklmnopqrstuvwxyzabcdefg: hijklmnopqrstuvwxyzabcdefghijklmno\n-----------------------------------------^",
    ),
    (
        "k: abcdefghijklmnopqrstuvwxyzabcdefg: hijklmnopqrstuvwxyzabcdefghijklmnop",
        " 1 | k: abcdefghijklmnopqrstuvwxyzabcdefg: hijklmnopqrstuvwxyzabcdefghijk ...\n-----------------------------------------^",
    ),
    (
        "k: abcdefghijklmnopqrstuvwxyzabcdefgh: hijklmnopqrstuvwxyzabcdefghijklmn",
        " 1 |  ... defghijklmnopqrstuvwxyzabcdefgh: hijklmnopqrstuvwxyzabcdefghijklmn\n-----------------------------------------^",
    ),
    (
        "k: abcdefghijklmnopqrstuvwxyzabcdefgh: hijklmnopqrstuvwxyzabcdefghijklmno",
        " 1 |  ... defghijklmnopqrstuvwxyzabcdefgh: hijklmnopqrstuvwxyzabcdefghijklmno\n-----------------------------------------^",
    ),
    (
        "k: abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcde: hijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrs",
        " 1 |  ... abcdefghijklmnopqrstuvwxyzabcde: hijklmnopqrstuvwxyzabcdefghijk ...\n-----------------------------------------^",
    ),
    (
        "a: 1\nb: 2\nc: 3\nd: 4\ne: f: g\nh: 5\ni: 6\nj: 7\nk: 8",
        " 2 | b: 2\n 3 | c: 3\n 4 | d: 4\n 5 | e: f: g\n---------^\n 6 | h: 5\n 7 | i: 6",
    ),
    ("a: 1\nb: 1\nc: 1\nd: 1\ne: 1\nf: 1\ng: h: i", " 4 | d: 1\n 5 | e: 1\n 6 | f: 1\n 7 | g: h: i\n---------^"),
    (
        "a: 1\nb: 1\nc: 1\nd: 1\ne: 1\nf: 1\ng: 1\nh: i: j\nk: 1\nl: 1\nm: 1",
        " 5 | e: 1\n 6 | f: 1\n 7 | g: 1\n 8 | h: i: j\n---------^\n 9 | k: 1\n 10 | l: 1",
    ),
    (
        "a: 1\nb: 1\nc: 1\nd: 1\ne: 1\nf: 1\ng: 1\nh: 1\ni: j: k\nl: 1",
        "  6 | f: 1\n  7 | g: 1\n  8 | h: 1\n  9 | i: j: k\n----------^\n 10 | l: 1",
    ),
    (
        "# abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijkl\na: 1\nk: abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstu: hijklmnopqrstuvwxyza\nb: 1",
        " 1 |  ... rstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzab ...\n 2 |  ... \n 3 |  ... qrstuvwxyzabcdefghijklmnopqrstu: hijklmnopqrstuvwxyza\n-----------------------------------------^\n 4 |  ... ",
    ),
    ("a: 1\r\nb: 2\rc: d: e\r\nf: g", " 1 | a: 1\n 2 | b: 2\n 3 | c: d: e\n---------^\n 4 | f: g"),
    ("k: 😀\t😀: b", " 1 | k: 😀→😀: b\n-------------^"),
];

#[test]
fn the_hub_stops_where_js_yaml_stops() {
    let mut wrong = Vec::new();
    for (yaml, reason) in REASONS {
        let answer = Card::read(SourceFile::new("README.md", format!("---\n{yaml}\n---\n")), None).hub_answer();
        let answer = answer.as_ref().map_or("", |answer| answer.text());
        if answer.lines().next() != Some(&*format!("Invalid YAML in README.md: {reason}")) {
            wrong.push(format!("{yaml:?}: {answer:?}, not {reason}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_place_is_drawn_as_js_yaml_draws_it() {
    for (yaml, snippet) in SNIPPETS {
        let answer = Card::read(SourceFile::new("README.md", format!("---\n{yaml}\n---\n")), None).hub_answer();
        let answer = answer.as_ref().map_or("", |answer| answer.text());
        assert_eq!(answer.split_once("\n\n").map(|(_, drawn)| drawn), Some(*snippet), "{yaml}");
    }
}

#[test]
fn numbers_of_lines_take_their_width_from_the_text() {
    for (lines_before, lines_after, shown) in [(6, 3, 30), (9, 0, 29), (98, 3, 29)] {
        let lines = |count: usize, key: &str| (0..count).map(|at| format!("{key}{at}: v\n")).collect::<String>();
        let (before, after) = (lines(lines_before, "a"), lines(lines_after, "b"));
        let text = format!("---\n{before}x: c: {}\n{after}---\n", "y".repeat(90));
        let answer = Card::read(SourceFile::new("README.md", text), None).hub_answer();
        let answer = answer.as_ref().map_or("", |answer| answer.text());
        let expected = format!("{} | x: c: {} ...", lines_before + 1, "y".repeat(shown));
        assert!(answer.lines().any(|line| line.trim_start() == expected), "{answer}");
    }
}
