//! What needs no endpoint; the others are in `tests/it/ai`.

use super::{Ai, Fault, Options, glimpse};

#[test]
fn each_beginning_of_an_answer_shows_as_much_as_is_there_and_never_a_half_letter() {
    let whole =
        r#"{"confidence": 0.75, "sources": ["1", {"a": "}"}], "text": "Grüße \"x\" \ud83d\ude00\n{"}"#;
    let text = "Grüße \"x\" 😀\n{";
    let mut longest = 0;
    for end in (0..=whole.len()).filter(|end| whole.is_char_boundary(*end)) {
        let seen = glimpse(&whole[..end]);
        let shown = seen.text.unwrap_or_default();
        assert!(text.starts_with(&shown), "{shown:?} of {:?}", &whole[..end]);
        assert!(shown.len() >= longest, "{shown:?} is shorter than before");
        longest = shown.len();
        assert!(shown.is_empty() || seen.confidence == Some(0.75) && seen.names_sources, "they came first");
    }
    assert_eq!(longest, text.len());
}

#[test]
fn what_is_no_object_shows_nothing() {
    for begun in [
        "",
        "[",
        "null",
        "\"text\": \"x\"",
        "{]",
        "{\"text\" \"x\"",
        "{\"text\": [\"x\"",
        "{\"confidence\": 0.7",
    ] {
        assert_eq!(glimpse(begun), Default::default(), "{begun}");
    }
}

#[test]
fn an_address_or_key_that_cannot_be_one_is_refused_at_the_start_and_not_repeated() {
    let with = |url: &str, key: &str| {
        let options = Options { url: url.into(), key: Some(key.into()), ..Options::default() };
        Ai::new(options).map(|_| ())
    };
    for url in
        ["", "api.openai.com", "ftp://a/v1", "https://", "https://me:word@a/v1", "https://a/v1?key=1", "/v1"]
    {
        assert!(with(url, "sk-1").is_err(), "{url}");
    }
    for url in [
        "https://api.openai.com/v1",
        "http://127.0.0.1:11434/v1/",
        "http://[::1]:8000/v1",
        "http://ollama:11434/v1",
    ] {
        assert_eq!(with(url, "sk-1"), Ok(()), "{url}");
    }
    let refused = with("https://a/v1", "sk-secret\nX: y").unwrap_err();
    assert!(!refused.contains("secret"), "{refused}");
}

#[test]
fn what_an_endpoint_says_of_its_refusal_is_short_and_has_no_key_in_it() {
    let said = format!("Incorrect key sk-secret-1 provided\n{}", "x".repeat(1000));
    let told = Fault::refused(401, &said, Some("sk-secret-1")).to_string();
    assert!(!told.contains("sk-secret") && told.len() < 500 && !told.contains('\n'), "{told}");
}
