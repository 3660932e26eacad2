use crate::cast::{Shop, open_widget};
use tests::browser::Browser;
#[tokio::test]
async fn dbg_plain() {
    let shop = Shop::open().await;
    let ana = Browser::open_with(1280, 800, &["--js-flags=--jitless"]).await;
    ana.goto(&shop.host.origin).await;
    open_widget(&ana).await;
    ana.find_css("textarea[name=message]").await.send_keys("hi").await.unwrap();
    println!("{}", ana.run("const f=document.forms[0]; return [f.elements.session.value, f.elements.origin.value, typeof f.onsubmit]").await);
    ana.click_css("#plain [type=submit]").await;
    for _ in 0..10 {
        tokio::time::sleep(std::time::Duration::from_millis(300)).await;
        println!("{} {:?}", ana.run("return [document.body.innerText, location.href]").await, shop.heard().await);
    }
}
#[tokio::test]
async fn dbg_tab() {
    let shop = Shop::open().await;
    let ana = Browser::open().await;
    ana.goto(&shop.host.origin).await;
    ana.until_layer("the launcher", "return root.querySelector('.launcher')").await;
    ana.of_layer("window.log=[]; const l=root.querySelector('.launcher'); for (const n of ['keydown','keypress','keyup','click','focus','blur']) l.addEventListener(n, e=>log.push(n+(e.key||'')+(e.detail||'')))").await;
    ana.run("document.getElementById('last').focus()").await;
    ana.press("Tab").await;
    tokio::time::sleep(std::time::Duration::from_millis(1000)).await;
    ana.press("Enter").await;
    for _ in 0..5 {
        tokio::time::sleep(std::time::Duration::from_millis(300)).await;
        println!("{}", ana.run("return [log, document.activeElement.id, document.hasFocus()]").await);
        println!("{}", ana.of_layer("return [root.querySelector('.layer').className, root.activeElement?.className]").await);
    }
}
