//! What an uploaded file is to whoever opens its link.

use super::{Got, PNG, ask, upload};
use crate::talk::{NOBODY, Talk, on_each};
use axum::{body::Body, http::StatusCode};

async fn link(talk: &Talk<'_>, name: &str, bytes: &[u8]) -> String {
    let made = upload(talk, NOBODY, Some(&talk.ana), name, bytes).await;
    talk.app.link(made["attachmentId"].as_str().unwrap().parse().unwrap())
}

async fn get(talk: &Talk<'_>, link: &str, headers: &[(&str, &str)]) -> Got {
    ask(talk, "GET", link, headers, Body::empty()).await
}

#[tokio::test]
async fn a_file_is_saved_and_never_shown_as_a_page_of_ours() {
    on_each(async |talk| {
        let name = "<img src=x onerror=alert(1)>\"; größe\u{202e}.txt";
        let got = get(&talk, &link(&talk, name, b"<script>alert(1)</script>").await, &[]).await;
        let header = |name: &str| got.headers[name].to_str().unwrap();
        assert_eq!(header("content-type"), "text/plain");
        assert_eq!(header("content-security-policy"), "sandbox; default-src 'none'");
        assert_eq!(header("x-content-type-options"), "nosniff");
        assert_eq!(
            header("content-disposition"),
            "attachment; filename=\"_img src_x onerror_alert(1)___ gr__e.txt\"; \
             filename*=UTF-8''%3Cimg%20src%3Dx%20onerror%3Dalert%281%29%3E%22%3B%20gr%C3%B6%C3%9Fe.txt"
        );
    })
    .await;
}

#[tokio::test]
async fn a_link_cannot_be_made_from_an_id() {
    on_each(async |talk| {
        let link = link(&talk, "chart.png", PNG).await;
        let (bare, seal) = link.split_once("?seal=").unwrap();
        assert_eq!(get(&talk, &link, &[]).await.status, StatusCode::OK);
        let turned: String = seal.chars().map(|digit| if digit == '0' { '1' } else { '0' }).collect();
        for wrong in [bare.to_owned(), format!("{bare}?seal="), format!("{bare}?seal={turned}")] {
            assert_eq!(get(&talk, &wrong, &[]).await.status, StatusCode::NOT_FOUND, "{wrong}");
        }
        talk.clock.advance(3_600_000);
        assert_eq!(get(&talk, &link, &[]).await.status, StatusCode::NOT_FOUND, "nobody attached it in time");
    })
    .await;
}

#[tokio::test]
async fn one_range_is_answered_and_a_known_file_is_not_sent_again() {
    on_each(async |talk| {
        let link = link(&talk, "digits.txt", b"0123456789").await;
        let cases = [
            ("bytes=0-3", "0123", "bytes 0-3/10"),
            ("bytes=7-", "789", "bytes 7-9/10"),
            ("bytes=-2", "89", "bytes 8-9/10"),
        ];
        for (range, part, shown) in cases {
            let got = get(&talk, &link, &[("range", range)]).await;
            assert_eq!((got.status, got.body.as_ref()), (StatusCode::PARTIAL_CONTENT, part.as_bytes()));
            assert_eq!(got.headers["content-range"], shown);
            assert_eq!(got.headers["content-length"], part.len().to_string());
        }
        for range in ["bytes=0-1,3-4", "bytes=10-", "lines=1-2", "bytes=5-2"] {
            let got = get(&talk, &link, &[("range", range)]).await;
            assert_eq!(got.status, StatusCode::RANGE_NOT_SATISFIABLE, "{range}");
            assert_eq!(got.headers["content-range"], "bytes */10");
        }
        let tag = get(&talk, &link, &[]).await.headers["etag"].to_str().unwrap().to_owned();
        let known = get(&talk, &link, &[("if-none-match", &tag)]).await;
        assert_eq!((known.status, known.body.len()), (StatusCode::NOT_MODIFIED, 0));
    })
    .await;
}
