use super::*;
use Block::{Code, Heading, List, Paragraph, Quote};

fn text(text: &str) -> Span {
    Span::Text(text.into())
}
fn link(target: &str, shown: &str) -> Span {
    Span::Link(target.into(), vec![text(shown)])
}

#[test]
fn plain_text_is_one_paragraph_and_keeps_its_line_breaks() {
    assert_eq!(
        parse("Hello,\nBen & co.\n\nBye"),
        [Paragraph(vec![text("Hello,"), Span::LineBreak, text("Ben & co.")]), Paragraph(vec![text("Bye")])]
    );
    assert_eq!(parse(""), []);
}

#[test]
fn each_kind_of_block_and_span_is_read() {
    let strong = Span::Strong(vec![text("b")]);
    let emphasis = Span::Emphasis(vec![text("c")]);
    assert_eq!(
        parse("a **b** *c* `d`"),
        [Paragraph(vec![text("a "), strong, text(" "), emphasis, text(" "), Span::Code("d".into())])]
    );
    assert_eq!(parse("## Two"), [Heading(2, vec![text("Two")])]);
    assert_eq!(parse("```rust\nfn x() {}\n```"), [Code("fn x() {}".into())]);
    assert_eq!(parse("> quoted"), [Quote(vec![Paragraph(vec![text("quoted")])])]);
    assert_eq!(parse("---"), [Block::Rule]);
}

#[test]
fn tight_and_loose_lists_are_read_alike() {
    let item = |word| vec![Paragraph(vec![text(word)])];
    assert_eq!(parse("- a\n- b"), [List(None, vec![item("a"), item("b")])]);
    assert_eq!(parse("3. a\n\n4. b"), [List(Some(3), vec![item("a"), item("b")])]);
    let nested = vec![Paragraph(vec![text("a")]), List(None, vec![item("b")])];
    assert_eq!(parse("- a\n  - b"), [List(None, vec![nested])]);
}

#[test]
fn html_is_text() {
    for source in ["<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<!-- c -->", "a <b>c</b>"] {
        assert_eq!(parse(source), [Paragraph(vec![text(source)])], "{source}");
    }
    assert_eq!(parse("<div>\n**a**\n</div>"), [Paragraph(vec![text("<div>\n**a**\n</div>")])]);
}

#[test]
fn only_web_and_mail_addresses_are_links() {
    assert_eq!(parse("[a](https://a.example)"), [Paragraph(vec![link("https://a.example", "a")])]);
    assert_eq!(parse("[a](MAILTO:ana@a.example)"), [Paragraph(vec![link("MAILTO:ana@a.example", "a")])]);
    for hostile in [
        "[a](javascript:alert(1))",
        "[a](JaVaScRiPt:alert(1))",
        "[a](&#106;avascript:alert(1))",
        "[a](data:text/html,x)",
        "[a](vbscript:x)",
        "[a](file:///etc/passwd)",
        "[a](//evil.example)",
        "[a](/relative)",
        "[a](blob:https://a.example/1)",
        "[a](<java\tscript:alert(1)>)",
        "![a](javascript:alert(1))",
    ] {
        assert_eq!(parse(hostile), [Paragraph(vec![text("a")])], "{hostile}");
    }
    assert_eq!(parse("<javascript:alert(1)>"), [Paragraph(vec![text("javascript:alert(1)")])]);
    assert_eq!(parse(&format!("[a](https://{})", "a".repeat(3000))), [Paragraph(vec![text("a")])]);
}

#[test]
fn a_bare_address_is_a_link_without_the_sentence_around_it() {
    assert_eq!(
        parse("see (https://a.example/x_y_z?q=1)."),
        [Paragraph(vec![
            text("see ("),
            link("https://a.example/x_y_z?q=1", "https://a.example/x_y_z?q=1"),
            text(").")
        ])]
    );
    assert_eq!(
        parse("ana@example.com"),
        [Paragraph(vec![link("mailto:ana@example.com", "ana@example.com")])]
    );
    assert_eq!(parse("`https://a.example`"), [Paragraph(vec![Span::Code("https://a.example".into())])]);
    assert_eq!(parse("ftp://a.example"), [Paragraph(vec![text("ftp://a.example")])]);
}

#[test]
fn a_link_cannot_show_the_address_of_another() {
    let evil = "https://evil.example";
    for shown in [
        "https://bank.example",
        "www.bank.example",
        "**https://bank.example**",
        "ht\u{200b}tps://bank.example",
    ] {
        let blocks = parse(&format!("[{shown}]({evil})"));
        assert_eq!(blocks, [Paragraph(vec![link(evil, evil)])], "{shown}");
    }
    assert_eq!(parse(&format!("[]({evil})")), [Paragraph(vec![link(evil, evil)])]);
    assert_eq!(parse(&format!("[the docs]({evil})")), [Paragraph(vec![link(evil, "the docs")])]);
}

#[test]
fn an_image_is_a_link_to_it() {
    assert_eq!(
        parse("![a cat](https://a.example/cat.png)"),
        [Paragraph(vec![link("https://a.example/cat.png", "a cat")])]
    );
}

#[test]
fn what_markdown_would_swallow_is_shown_as_written() {
    let source = "[a]: https://a.example";
    assert_eq!(parse(source), [Paragraph(vec![text(source)])]);
}

#[test]
fn depth_and_size_are_bounded_whatever_comes() {
    let long = 50 * 1024;
    let hostile = [
        ">".repeat(long),
        "> ".repeat(long / 2),
        "- ".repeat(long / 2),
        "1. ".repeat(long / 3),
        "*".repeat(long),
        "**a ".repeat(long / 4),
        "*a **b ".repeat(long / 7),
        "[".repeat(long),
        "![".repeat(long / 2),
        "[a](".repeat(long / 4),
        "<".repeat(long),
        "<a ".repeat(long / 3),
        "`".repeat(long),
        "` `` ".repeat(long / 5),
        "a\n".repeat(long / 2),
        "https://a.example ".repeat(long / 18),
        "http://".repeat(long / 7),
        "a@".repeat(long / 2),
        "_a".repeat(long / 2),
        "&#x0;".repeat(long / 5),
        (0..200).map(|depth| format!("{}- a\n", "  ".repeat(depth))).collect(),
    ];
    for source in hostile {
        let started = std::time::Instant::now();
        let blocks = parse(&source);
        let (took, start) = (started.elapsed(), source.chars().take(20).collect::<String>());
        // Milliseconds; what grows with the square takes minutes.
        assert!(took.as_secs() < 5, "{start}: {took:?}");
        let json = serde_json::to_value(&blocks).unwrap();
        let bytes = json.to_string().len();
        assert!(bytes < 12 * long, "{start}: {bytes} bytes");
        assert!(depth(&json) < 100, "{start}: {} deep", depth(&json));
        assert!(!blocks.is_empty(), "{start} is lost");
    }
}

#[test]
fn deep_content_stays() {
    let blocks = parse(&format!("{} deep", ">".repeat(100)));
    assert!(serde_json::to_string(&blocks).unwrap().contains("deep"));
}

fn depth(json: &serde_json::Value) -> usize {
    let inside: Box<dyn Iterator<Item = &serde_json::Value>> = match json {
        serde_json::Value::Array(items) => Box::new(items.iter()),
        serde_json::Value::Object(fields) => Box::new(fields.values()),
        _ => return 0,
    };
    1 + inside.map(depth).max().unwrap_or(0)
}

#[test]
fn a_link_leads_to_an_article_by_its_id_alone() {
    let id = "67e5504410b1426f9247bb680e5fe0c8";
    let link = |target: &str| [Paragraph(vec![Span::Link(target.into(), vec![text("Steeping")])])];
    let own = format!("article:{id}");
    assert_eq!(parse(&format!("[Steeping]({own})")), link(&own));
    assert_eq!(parse("[Steeping](article:67E55044-10B1-426F-9247-BB680E5FE0C8)"), link(&own));
    for target in ["article:", "article:steeping", "article:javascript:alert(1)", "ARTICLE:x", "article:67e5"]
    {
        let parsed = format!("{:?}", parse(&format!("[Steeping]({target})")));
        assert!(!parsed.contains("Link"), "{target}: {parsed}");
    }
}
