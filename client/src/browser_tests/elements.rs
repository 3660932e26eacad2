use super::{owner, until};
use crate::{
    Var,
    dom::{El, effect, el, on_window, svg, window},
};
use reactive_graph::owner::on_cleanup;
use std::{cell::Cell, rc::Rc};
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{Element, Event};

fn html(element: &El) -> String {
    element.node().outer_html()
}

fn click(node: &web_sys::EventTarget) {
    node.dispatch_event(&Event::new("click").unwrap()).unwrap();
}

#[wasm_bindgen_test]
fn an_element_is_what_was_said_of_it_and_text_is_never_markup() {
    let _owner = owner();
    let path = svg("path").set("d", "M0 0");
    let link = el("a").class("big link").set("href", "https://example.com/?a=\"b\"").text("<b>&</b>");
    let all = el("p").put(link).put_all([el("i"), svg("svg").put(path)]);
    assert_eq!(
        html(&all),
        "<p><a class=\"big link\" href=\"https://example.com/?a=&quot;b&quot;\">&lt;b&gt;&amp;&lt;/b&gt;</a><i></i>\
         <svg><path d=\"M0 0\"></path></svg></p>"
    );
}

#[wasm_bindgen_test]
async fn attributes_classes_and_texts_follow_what_they_read() {
    let _owner = owner();
    let count = Var::new(0);
    let shown = el("p")
        .set_by("title", move || (count.get() > 0).then(|| count.get().to_string()))
        .class_if("many", move || count.get() > 1)
        .text_by(move || format!("{} new", count.get()));
    assert_eq!(html(&shown), "<p>0 new</p>");
    count.set(2);
    until("the element follows", || html(&shown) == "<p title=\"2\" class=\"many\">2 new</p>").await;
    count.set(0);
    until("the attribute goes", || html(&shown) == "<p class=\"\">0 new</p>").await;
}

#[wasm_bindgen_test]
async fn a_part_is_made_anew_for_another_value_only_and_ends_what_it_started() {
    let _owner = owner();
    let (name, other) = (Var::<&str>::new("ana"), Var::new(0));
    let (made, ended) = (Rc::new(Cell::new(0)), Var::new(0));
    let shown = el("div").text("a").put_by(move || name.get(), {
        let made = made.clone();
        move |name: &&str| {
            made.set(made.get() + 1);
            other.get();
            on_cleanup(move || ended.update(|ended| *ended += 1));
            (*name != "nobody").then(|| el("b").text(name))
        }
    });
    let shown = shown.text("z");
    assert_eq!((html(&shown).as_str(), made.get()), ("<div>a<b>ana</b>z</div>", 1));
    name.set("ana");
    other.set(1);
    name.set("ben");
    until("another name", || html(&shown) == "<div>a<b>ben</b>z</div>").await;
    assert_eq!(
        (made.get(), ended.get_untracked()),
        (2, 1),
        "neither the same name nor what it reads makes it anew"
    );
    name.set("nobody");
    until("nobody", || html(&shown) == "<div>az</div>").await;
    assert_eq!((made.get(), ended.get_untracked()), (3, 2));
}

#[wasm_bindgen_test]
async fn a_list_keeps_the_elements_of_keys_that_stay_whatever_their_order() {
    let _owner = owner();
    let keys = Var::new(vec!["b", "c"]);
    let ended = Var::new(String::new());
    let list = el("ul").put_each(
        move || keys.get(),
        move |key| {
            let name = *key;
            on_cleanup(move || ended.update(|ended| ended.push_str(name)));
            el("li").text(key)
        },
    );
    let list = list.put(el("hr"));
    let texts = || list.node().text_content().unwrap();
    let nodes = |list: &El| -> Vec<Element> {
        std::iter::successors(list.node().first_element_child(), Element::next_element_sibling).collect()
    };
    let first = nodes(&list);
    assert_eq!(texts(), "bc");
    for (order, text) in [
        (vec!["a", "b", "c", "d"], "abcd"),
        (vec!["d", "c", "b", "a"], "dcba"),
        (vec!["b", "x", "c"], "bxc"),
        (vec!["c", "b"], "cb"),
    ] {
        keys.set(order);
        until(text, || texts() == text).await;
    }
    let last = nodes(&list);
    assert_eq!(
        (&last[0], &last[1], &last[2]),
        (&first[1], &first[0], &first[2]),
        "the elements are the same"
    );
    let mut gone: Vec<char> = ended.get_untracked().chars().collect();
    gone.sort_unstable();
    assert_eq!(gone, ['a', 'd', 'x']);
    keys.set(Vec::new());
    until("an empty list", || texts().is_empty()).await;
}

#[wasm_bindgen_test]
async fn handlers_and_effects_end_with_their_owner() {
    let owner = owner();
    let inner = owner.child();
    let (clicks, value) = (Rc::new(Cell::new(0)), Var::new(0));
    let seen = Rc::new(Cell::new(-1));
    let button = inner.with(|| {
        let seen = seen.clone();
        effect(move || seen.set(value.get()));
        let (one, two) = (clicks.clone(), clicks.clone());
        on_window("docent-test", move |_| two.set(two.get() + 10));
        el("button").on_click(move || one.set(one.get() + 1))
    });
    click(&button.node());
    window().dispatch_event(&Event::new("docent-test").unwrap()).unwrap();
    assert_eq!(clicks.get(), 11);
    value.set(1);
    until("the effect sees it", || seen.get() == 1).await;
    inner.cleanup();
    click(&button.node());
    window().dispatch_event(&Event::new("docent-test").unwrap()).unwrap();
    value.set(2);
    crate::time::sleep(5).await;
    assert_eq!((clicks.get(), seen.get()), (11, 1));
}

#[wasm_bindgen_test]
fn a_value_that_is_gone_hears_nothing() {
    let owner = owner();
    let inner = owner.child();
    let value = inner.with(|| Var::new(1));
    value.set_if_other(2);
    assert_eq!((value.get_untracked(), value.is_gone()), (2, false));
    inner.cleanup();
    value.set(3);
    value.set_if_other(4);
    assert!(value.is_gone());
}
