use crate::{
    codec,
    i18n::{Argument, Words},
    outbox::{self, Durability, Outbox, Unsent},
    rich_text::rich_text,
    time,
};
use shared::{
    id::Uuid,
    rich_text::{Block, Image, Size, Span},
};
use std::{cell::RefCell, collections::HashSet, rc::Rc};
use wasm_bindgen_futures::spawn_local;
use wasm_bindgen_test::wasm_bindgen_test;

fn unsent(owner: &str, created_at: i64) -> Unsent {
    Unsent {
        client_message_id: crate::random_id(),
        owner: owner.into(),
        conversation_id: None,
        content: "Hello ü".into(),
        is_note: false,
        files: Vec::new(),
        created_at,
    }
}

#[wasm_bindgen_test]
async fn an_unsent_message_is_on_disk_until_it_is_removed() {
    let owner = crate::random_id();
    let [late, early] = [2, 1].map(|at| unsent(&owner, at));
    assert_eq!(Outbox::new().add(late.clone()).await, Durability::Disk);
    assert_eq!(Outbox::new().add(early.clone()).await, Durability::Disk);
    assert_eq!(Outbox::new().list(&owner).await, [early.clone(), late.clone()]);
    Outbox::new().remove(&early.client_message_id).await;
    assert_eq!(Outbox::new().list(&owner).await, [late]);
    Outbox::new().clear(&owner).await;
    assert!(Outbox::new().list(&owner).await.is_empty());
}

#[wasm_bindgen_test]
async fn refused_storage_is_said_and_memory_stands_in() {
    js_sys::eval("globalThis.kept = IDBFactory.prototype.open; IDBFactory.prototype.open = () => { throw new Error('refused') }").unwrap();
    let outbox = Outbox::new();
    let message = unsent("ana", 1);
    assert_eq!(outbox.add(message.clone()).await, Durability::Memory);
    assert_eq!(outbox.clone().list("ana").await, std::slice::from_ref(&message));
    outbox.remove(&message.client_message_id).await;
    assert!(outbox.list("ana").await.is_empty());
    js_sys::eval("IDBFactory.prototype.open = kept").unwrap();
}

#[wasm_bindgen_test]
async fn one_flush_at_a_time() {
    let order = Rc::new(RefCell::new(String::new()));
    let (started, is_started) = futures_channel::oneshot::channel();
    let first = order.clone();
    spawn_local(async move {
        let work = async {
            // The test may have ended.
            let _ = started.send(());
            time::sleep(30).await;
            first.borrow_mut().push('1');
        };
        outbox::flush(5_000, work).await;
    });
    is_started.await.unwrap();
    outbox::flush(5_000, async { order.borrow_mut().push('2') }).await.unwrap();
    assert_eq!(*order.borrow(), "12");
}

#[wasm_bindgen_test]
async fn a_flush_that_takes_too_long_lets_the_others_in() {
    assert!(outbox::flush(10, std::future::pending::<()>()).await.is_none());
    assert_eq!(outbox::flush(1_000, async { 7 }).await, Some(7));
}

#[wasm_bindgen_test]
fn words_and_dates_are_the_languages_own() {
    let words = |locale| {
        let catalogue =
            r#"{"hello":"Hello {name}","unread":"{n?0:Nothing|one:{n} message|other:{n} messages}"}"#;
        Words::parse(locale, catalogue).unwrap()
    };
    let (english, german, arabic) = (words("en"), words("de"), words("ar"));
    assert_eq!(english.say("hello", &[("name", "Ana".into())]), "Hello Ana");
    assert_eq!(english.say("unread", &[("n", 1.into())]), "1 message");
    assert_eq!(german.say("unread", &[("n", 1_234.into())]), "1.234 messages");
    assert_eq!(english.say("missing", &[]), "missing");
    assert_eq!(arabic.say("hello", &[("name", Argument::Text("Ana"))]), "Hello \u{2068}Ana\u{2069}");
    assert_eq!((english.dir(), arabic.dir()), ("ltr", "rtl"));
    let now = 1_763_650_000_000;
    assert_eq!(english.relative(now - 86_400_000, now), "yesterday");
    assert_eq!(german.relative(now - 2 * 3_600_000, now), "vor 2 Stunden");
    assert_eq!(english.date(now, &[("year", "numeric"), ("timeZone", "UTC")]), "2025");
    assert_eq!(english.unit(5.0, "minute", "narrow"), "5m");
    let in_zone = [("hour", "2-digit"), ("hourCycle", "h23"), ("timeZone", "Etc/GMT+5")];
    assert_eq!(english.date(now, &in_zone), "09");
    assert!(
        !words("not a locale!").clock(now).is_empty(),
        "a locale that is none falls back to the browser's"
    );
}

#[wasm_bindgen_test]
fn a_picture_keeps_its_place_free_and_comes_from_a_server_alone() {
    let image = |src: &str, size| Span::Image(Image { src: src.into(), alt: "A \"wheel\"".into(), size });
    let size = Some(Size { width: 640, height: 320 });
    let spans =
        vec![image("https://a.test/1", size), image("http://a.test/2", None), image("javascript:x", None)];
    assert_eq!(
        rich_text(&codec::write(&vec![Block::Paragraph(spans)]), "", &|_| None).node().outer_html(),
        "<div class=\"rich-text\"><p>\
         <img loading=\"lazy\" src=\"https://a.test/1\" alt=\"A &quot;wheel&quot;\" width=\"640\" height=\"320\">\
         <img loading=\"lazy\" src=\"http://a.test/2\" alt=\"A &quot;wheel&quot;\"><br></p></div>"
    );
}

#[wasm_bindgen_test]
fn a_message_becomes_elements_and_never_markup() {
    let text = |text: &str| Span::Text(text.into());
    let blocks = vec![
        Block::Heading(2, vec![text("Title")]),
        Block::Paragraph(vec![
            text("<img src=x onerror=alert(1)>"),
            Span::LineBreak,
            Span::Link("https://example.com/?a=b".into(), vec![Span::Strong(vec![text("here")])]),
            Span::Link("javascript:alert(1)".into(), vec![text("there")]),
        ]),
        Block::List(Some(3), vec![vec![Block::Quote(vec![Block::Code("a < b".into())])]]),
    ];
    assert_eq!(
        rich_text(&codec::write(&blocks), "", &|_| None).node().outer_html(),
        "<div class=\"rich-text\"><h2>Title</h2><p>&lt;img src=x onerror=alert(1)&gt;<br>\
         <a href=\"https://example.com/?a=b\" target=\"_blank\" rel=\"noopener noreferrer nofollow\"><strong>here</strong></a>\
         <span>there</span></p><ol start=\"3\"><li><blockquote><pre><code>a &lt; b</code></pre></blockquote></li></ol></div>"
    );
}

#[wasm_bindgen_test]
fn random_ids_are_of_version_4_and_no_two_are_the_same() {
    let ids: Vec<_> = (0..100).map(|_| time::random_uuid()).collect();
    for id in &ids {
        let uuid: Uuid = id.parse().expect("a UUID");
        assert_eq!((uuid.hyphenated().to_string(), uuid.get_version_num()), (id.clone(), 4));
        assert!("89ab".contains(&id[19..20]), "the variant of {id}");
    }
    assert_eq!(ids.iter().collect::<HashSet<_>>().len(), ids.len());
    assert!(time::random_id().parse::<Uuid>().is_ok_and(|uuid| uuid.simple().to_string().len() == 32));
}

#[wasm_bindgen_test]
async fn what_takes_too_long_is_none() {
    assert_eq!(time::within(10_000, async { 1 }).await, Some(1));
    assert_eq!(time::within(1, std::future::pending::<()>()).await, None);
}
