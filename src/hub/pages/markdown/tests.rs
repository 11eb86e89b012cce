//! What is shown of hostile and of usual Markdown.

use super::*;

#[test]
fn github_tables_and_task_lists_are_shown() {
    let html = card("| a | b |\n|---|--:|\n| 1 | 2 |\n\n- [x] done\n- [ ] open\n\n~~old~~", "/datasets/a/b");
    assert!(html.contains("<div class=\"table\" tabindex=\"0\"><table>"), "{html}");
    assert!(html.contains("<td align=\"right\">2</td>"), "{html}");
    assert!(html.contains("☑ done") && html.contains("☐ open"), "{html}");
    assert!(html.contains("<del>old</del>"), "{html}");
}

#[test]
fn nothing_that_runs_survives() {
    let hostile = "<script>alert(1)</script><img src=x onerror=alert(1)>\n\n[x](javascript:alert(1))\n\n\
        <a href=\" java&#10;script:alert(1)\">y</a> <form action=/datasets/a/b/settings><input name=gated></form>\n\n\
        <style>*{display:none}</style><iframe src=//evil.example></iframe>\n\n<svg onload=alert(1)>";
    let html = card(hostile, "/datasets/a/b");
    for word in ["script", "onerror", "onload", "<form", "<input", "<style", "<iframe", "<svg"] {
        assert!(!html.to_lowercase().contains(word), "{word} in {html}");
    }
}

fn pattern(pattern: &str) -> regex::Regex {
    regex::Regex::new(pattern).expect("a pattern")
}

/// Every tag and attribute that is written for Markdown that tries to write others.
#[test]
fn only_known_tags_and_attributes_are_written() {
    const KNOWN: &[&str] = &[
        "a:href",
        "a:rel",
        "a:title",
        "blockquote:class",
        "code:class",
        "del",
        "div:class",
        "div:id",
        "div:tabindex",
        "em",
        "h2:id",
        "h3:id",
        "img:alt",
        "img:src",
        "img:title",
        "li",
        "ol:start",
        "p",
        "pre:tabindex",
        "strong",
        "sup:class",
        "table",
        "tbody",
        "td:align",
        "th:align",
        "thead",
        "tr",
        "ul",
        "hr",
        "br",
    ];
    let hostile = [
        "[a](https://e.example/\"onclick=\"x) [b](<https://e.example/> \"\" onclick=x\")",
        "![\"onerror=alert(1) x=\"](a.png \"\\\"onerror=alert(1)\") ![x](https://e.example/\"onerror=y)",
        "[a]: data:text/html,<script>alert(1)</script>\n\n[a] [b]\n\n[b]: vbscript:x",
        "[^\"onclick=x]\n\n[^\"onclick=x]: <b onclick=x>note</b>",
        "```\"onclick=x><script>\n<script>alert(1)</script>\n```\n\n    <script>alert(1)</script>",
        "# <b onclick=x> \" onclick=x\n\n> [!NOTE]\n> <details ontoggle=x open>",
        "| <img src=x onerror=y> | \" |\n|:-:|--:|\n| `<svg onload=x>` | style=\"text-align: x\" |",
        "<!-- --><script>alert(1)</script>\n\n<![CDATA[<script>]]>\n\n<?php x ?>\n\n<!DOCTYPE x>\n\n<x-y onclick=z>",
        "7. a\n8. b\n\n---\n\n*a* **b** ~~c~~\\\nd [x [![y](javascript:z)](javascript:z)](HTTPS://e.example)",
    ];
    let tag = pattern("<([a-z0-9]+)((?: [a-z]+=\"[^\"<>]*\")*) ?/?>");
    let end = pattern("</[a-z0-9]+>");
    let attribute = pattern(" ([a-z]+)=\"([^\"]*)\"");
    for markdown in hostile {
        let html = card(markdown, "/datasets/a/b");
        let rest = tag.replace_all(&html, "");
        let rest = end.replace_all(&rest, "").into_owned();
        assert!(!rest.contains('<'), "{markdown}\n{html}");
        for found in tag.captures_iter(&html) {
            for attribute in attribute.captures_iter(&found[2]) {
                let known = format!("{}:{}", &found[1], &attribute[1]);
                assert!(KNOWN.contains(&known.as_str()), "{known} in {html}");
                let is_safe = ["http://", "https://", "mailto:", "/", "#"]
                    .iter()
                    .any(|start| attribute[2].to_lowercase().starts_with(start));
                assert!(is_safe || !matches!(&attribute[1], "href" | "src"), "{html}");
            }
            let element = found[1].to_owned();
            assert!(KNOWN.iter().any(|known| known.split(':').next() == Some(&element)), "<{element}> in {html}");
        }
    }
}

#[test]
fn a_link_that_must_not_be_followed_is_text() {
    for address in
        ["javascript:x", " JavaScript:x", "java&#10;script:x", "data:text/html,x", "file:///etc", "&#1;javascript:x"]
    {
        let html = card(&format!("[**so**](<{address}>)"), "/datasets/a/b");
        assert_eq!(html, "<p><strong>so</strong></p>\n", "{address}");
    }
    let html = text("<ana@example.com> [x](MAILTO:a@b.example)");
    assert!(html.contains("href=\"mailto:ana@example.com\"") && html.contains("href=\"MAILTO:a@b.example\""), "{html}");
}

#[test]
fn html_of_the_author_is_left_out_and_text_keeps_what_looks_like_ours() {
    let html = card(
        "a <b>bold</b> <img src=\"c.svg\">\n\n<p align=center>gone</p>\n\n style=\"text-align: left\" <pre>",
        "/x",
    );
    assert_eq!(html, "<p>a bold </p>\n<p>style=&quot;text-align: left&quot; </p>\n".replace("&quot;", "\""));
}

#[test]
fn links_and_images_stay_within_the_repo() {
    let html = card(
        "[file](./data/a.csv) [up](/datasets) [there](#the-data) ![map](img/map.png) ![far](https://e.example/a.png)[^1]\n\n\
         ## The data\n\n[^1]: A note.\n",
        "/datasets/a/b",
    );
    assert!(html.contains("href=\"/datasets/a/b/blob/main/data/a.csv\""), "{html}");
    assert!(html.contains("href=\"/datasets\""), "{html}");
    assert!(html.contains("href=\"#card-the-data\"") && html.contains("<h3 id=\"card-the-data\">"), "{html}");
    assert!(html.contains("src=\"/datasets/a/b/media/main/img/map.png\""), "{html}");
    assert!(!html.contains("e.example") && html.contains("<img alt=\"far\""), "{html}");
    assert!(html.contains("href=\"#card-1\"") && html.contains("id=\"card-1\""), "{html}");
}

#[test]
fn the_files_that_a_card_names_are_told() {
    let named = named_files(
        "![a](./img/a%20b.png?raw=true) <img src=\"d.svg\"> ![c](c.svg) ![far](https://e.example/a.png) ![root](/d.png)\n\n\
         [data](data/a.csv#top) [up](../b.csv) [there](#the-data) <ana@example.com> [x](javascript:y)",
    );
    assert_eq!(named.images, BTreeSet::from(["c.svg".to_owned(), "img/a b.png".to_owned()]));
    assert_eq!(named.links, BTreeSet::from(["../b.csv".to_owned(), "data/a.csv".to_owned()]));
}

#[test]
fn addresses_become_links() {
    let html =
        card("see https://e.example/a_b_c?x=1&y=2. `http://code.example` [x](https://y.example)", "/datasets/a/b");
    assert!(html.contains("href=\"https://e.example/a_b_c?x=1&amp;y=2\""), "{html}");
    assert!(html.contains("</a>. <code>http://code.example</code>"), "{html}");
    assert_eq!(html.matches("<a ").count(), 2, "{html}");
}

#[test]
fn equal_headings_get_different_ids() {
    let html = card("# A b\n\n# A b\n", "");
    assert!(html.contains("id=\"card-a-b\"") && html.contains("id=\"card-a-b-1\""), "{html}");
}
