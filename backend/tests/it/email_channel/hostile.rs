//! Mail that is written to do harm.

use super::{deliver, on_each};
use axum::http::StatusCode;
use docent::jobs;
use serde_json::json;

#[tokio::test]
async fn no_header_of_a_mail_becomes_a_header_of_its_answer() {
    on_each(async |post| {
        let evil = "x\r\nBcc: victim@x.test\r\n\r\n<b>";
        let change = json!({
            "from": format!("\"Eve {evil}\" <eve@evil.test>"), "cc": [evil],
            "headers": {"Message-ID": format!("<1@evil.test>{evil}"), "In-Reply-To": evil, "References": format!("<0@x.test> {evil}")},
        });
        let (c, _) = post.receives(post.letter("", &format!("Hello {evil}"), "Hi", change)).await;
        post.ben_says(&c, "Hi\r\n.\r\nMAIL FROM:<x@x.test>\r\n").await;
        let args = json!({
            "conversationId": c, "agentId": post.ben().id, "to": ["mia@customer.test"], "subject": evil,
            "htmlBody": "<p>.</p>", "replyToMessageId": evil,
        });
        post.call(&post.ben, "emailChannel:sendEmailReply", args).await.unwrap();
        assert_eq!(jobs::deliver(&post.app).await.unwrap(), 2);
        let all = post.smtp.taken();
        assert_eq!(all.len(), 2);
        for sent in all {
            assert!(!sent.to.iter().any(|to| to.contains("victim")), "{:?}", sent.to);
            assert!(sent.header("Bcc").is_none(), "{}", sent.data);
            assert!(sent.header("References").is_none_or(|ids| !ids.contains("Bcc")), "{}", sent.data);
        }
        let message = &post.messages(&c).await[0];
        assert!(message["emailMetadata"].get("inReplyTo").is_none(), "{message}");
    })
    .await;
}

#[tokio::test]
async fn markup_of_a_mail_is_words_for_whoever_reads_it() {
    on_each(async |post| {
        let html = "<p>Hi <b>Ben</b></p><script>alert(1)</script><img src=x onerror=alert(2)><a href=\"javascript:alert(3)\">go</a>";
        let letter = post.letter("<1@evil.test>", "<script>alert(4)</script>\u{0}", "", json!({"html": html, "text": null}));
        let (c, _) = post.receives(letter).await;
        let message = post.newest(&c).await;
        let blocks = message["blocks"].to_string();
        assert!(blocks.contains(r#"{"text":"Hi Ben"}"#), "{blocks}");
        assert!(!blocks.contains("alert(1)") && !blocks.contains("alert(2)") && !blocks.contains(r#""link":["javascript"#), "{blocks}");
        assert_eq!(post.row(&c).await["subject"], "<script>alert(4)</script>");
    })
    .await;
}

#[tokio::test]
async fn what_a_mail_answers_to_is_kept_and_not_shown() {
    on_each(async |post| {
        let text = "Thanks!\n\nOn Mon, 1 Jun 2026 at 10:00, Ben <ben@acme.test> wrote:\n> On its way";
        let (c, _) = post.receives(post.letter("<1@customer.test>", "Re: x", text, json!({}))).await;
        let message = post.newest(&c).await;
        assert_eq!(
            (&message["content"], &message["emailMetadata"]["isTrimmed"]),
            (&json!(text), &json!(true))
        );
        assert_eq!(message["blocks"], json!([{"paragraph": [{"text": "Thanks!"}]}]));
    })
    .await;
}

#[tokio::test]
async fn a_mail_that_is_too_large_is_cut_or_refused() {
    on_each(async |post| {
        let long = "ä".repeat(40_000);
        let letter = post.letter("<1@customer.test>", &"s".repeat(1000), &long, json!({}));
        let (c, _) = post.receives(letter).await;
        assert_eq!(post.newest(&c).await["content"].as_str().unwrap().len(), 50 * 1024);
        assert_eq!(post.row(&c).await["subject"].as_str().unwrap().len(), 255);
        let huge = post.letter("<2@customer.test>", "x", &"a".repeat(26 << 20), json!({})).to_string();
        assert_eq!(deliver(&post, "/email/inbound", huge.as_bytes()).await.0, StatusCode::PAYLOAD_TOO_LARGE);
        let many = vec!["a@b.test"; 500];
        let ids = vec!["<a@b.test>"; 500].join(" ");
        let change = json!({"cc": many, "headers": {"Message-ID": "<3@customer.test>", "References": ids}});
        let (c, _) = post.receives(post.letter("", "y", "Hi", change)).await;
        let metadata = &post.newest(&c).await["emailMetadata"];
        assert_eq!(metadata["cc"].as_array().unwrap().len(), 50);
        assert_eq!(metadata["references"].as_array().unwrap().len(), 50);
        // A sender that is none is no reason to send it again.
        let answer =
            post.delivers(&post.letter("<4@x.test>", "z", "Hi", json!({"from": "nobody at all"}))).await;
        assert_eq!(answer, (StatusCode::OK, json!({"success": true, "ignored": "refused"})));
    })
    .await;
}
