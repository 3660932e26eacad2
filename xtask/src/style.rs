//! Style sheets: comments and spaces that mean nothing are dropped. Brotli does the rest.
//!
//! No kept and permissive crate parses today's CSS (nesting, containers, layers) in a small build, and what a
//! full minifier would gain after brotli is below 200 bytes; this rewrites nothing, so it cannot break a rule.

/// The sheet without comments, and with at most one space where a space can matter.
pub fn squeeze(css: &str) -> String {
    let mut out = String::with_capacity(css.len());
    let mut rest = css;
    while let Some(first) = rest.chars().next() {
        let length = match first {
            '"' | '\'' => string(rest, first),
            '/' if rest.starts_with("/*") => comment(rest),
            space if space.is_whitespace() => rest.find(|c: char| !c.is_whitespace()).unwrap_or(rest.len()),
            other => other.len_utf8(),
        };
        let (token, after) = rest.split_at(length);
        rest = after;
        match first {
            '/' if length > 1 => space(&mut out),
            other if other.is_whitespace() => space(&mut out),
            '{' | '}' | ';' => {
                trim(&mut out, if first == '}' { " ;" } else { " " });
                out.push(first);
            }
            _ => out.push_str(token),
        }
    }
    out.trim_end().to_owned()
}

/// Markup without comments of its own lines, indentation and line breaks: none of them is seen where every text is an element's own.
pub fn join(html: &str) -> String {
    html.lines().map(str::trim).filter(|line| !line.starts_with("<!--")).collect()
}

/// Adds one space, unless the text before it ends a token anyway.
fn space(out: &mut String) {
    if !out.is_empty() && !out.ends_with(['{', '}', ';', ':', ',', ' ']) {
        out.push(' ');
    }
}

fn trim(out: &mut String, what: &str) {
    while out.ends_with(|last| what.contains(last)) {
        out.pop();
    }
}

fn string(text: &str, quote: char) -> usize {
    let mut is_escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        if c == quote && !is_escaped {
            return at + 1;
        }
        is_escaped = c == '\\' && !is_escaped;
    }
    text.len()
}

fn comment(text: &str) -> usize {
    text.find("*/").map_or(text.len(), |end| end + 2)
}

#[cfg(test)]
mod tests {
    use super::squeeze;

    #[test]
    fn comments_and_empty_space_go_and_meaning_stays() {
        let css = "/* look */\n.a > .b {\n  color : red;\n  width: calc(1px + 2px);\n}\n\n@media (width > 3em) {\n  .c { top: 0; }\n}\n";
        let small = ".a > .b{color :red;width:calc(1px + 2px)}@media (width > 3em){.c{top:0}}";
        assert_eq!(squeeze(css), small);
    }

    #[test]
    fn strings_are_left_alone() {
        assert_eq!(
            squeeze(r#".a::before { content: "/* \" ;  } */" }"#),
            r#".a::before{content:"/* \" ;  } */"}"#
        );
    }

    #[test]
    fn an_empty_custom_property_keeps_its_separator() {
        assert_eq!(squeeze(".a { --on: ; --off: initial; }"), ".a{--on:;--off:initial}");
    }
}
