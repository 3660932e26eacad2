//! Titles, names and contents that were written to do harm.

use super::on_each_site;
use serde_json::{Value, json};

const MARKUP: &str = "\"><script>alert(1)</script><img src=x onerror=alert(2)>'--</title>";

#[tokio::test]
async fn what_was_written_to_be_markup_is_text_everywhere() {
    on_each_site(async |site| {
        let look = json!({"workspaceId": site.talk.acme, "privacyPolicyUrl": "https://acme.test/\"onclick=\"alert(4)"});
        site.ben("messengerSettings:upsert", look).await;
        let above = site.collection(MARKUP, json!({"description": MARKUP, "icon": "<b>"})).await;
        let content = format!(
            "# {MARKUP}\n\n{MARKUP}\n\n[x](javascript:alert(5)) [y](data:text/html,z) [z](https://a.test/\"onclick=\"alert(6))\n\n\
             ```\n{MARKUP}\n```\n\n- {MARKUP}\n\n> {MARKUP}\n\n# </script>\n\n# three"
        );
        site.published(MARKUP, json!({"content": content, "collectionId": above})).await;
        site.published("Beside </script><script>", json!({"collectionId": above})).await;
        let search = "/search?q=%22%3E%3Cscript%3Ealert";
        for path in ["", search, "/search?q=script", "/articles/no", "/sitemap.xml"] {
            is_harmless(path, &site.get(path).await.body);
        }
        let map = site.get("/sitemap.xml").await.body;
        let addresses: Vec<&str> = map.split("/help/").skip(1).filter_map(|rest| rest.split(['<', '?']).next()).collect();
        assert_eq!(addresses.len(), 4, "{map}");
        for address in addresses {
            let page = site.request("GET", &format!("/help/{address}"), "", "").await;
            assert_eq!(page.status, 200, "{address}");
            is_harmless(address, &page.body);
            if address.contains("/articles/") {
                data_is_json(&page.body);
            }
        }
    })
    .await;
}

/// The only script is the data for search engines, and no attribute or address runs anything.
fn is_harmless(path: &str, page: &str) {
    let tags: Vec<&str> = page.split('<').skip(1).filter_map(|rest| rest.split('>').next()).collect();
    for tag in tags {
        let name = tag.split([' ', '/']).next().unwrap();
        assert!(!matches!(name, "img" if !tag.contains("alt=\"\"")), "{path}: <{tag}>");
        assert!(name != "script" || tag == "script type=\"application/ld+json\"", "{path}: <{tag}>");
        let quoted: Vec<&str> = tag.split('"').collect();
        for outside in quoted.iter().step_by(2) {
            assert!(!outside.contains("onerror") && !outside.contains("onclick"), "{path}: <{tag}>");
        }
        for address in quoted.iter().skip(1).step_by(2) {
            assert!(
                !address.starts_with("javascript:") && !address.starts_with("data:text"),
                "{path}: <{tag}>"
            );
        }
    }
    assert!(page.matches("<script").count() == page.matches("</script>").count(), "{path}: {page}");
}

fn data_is_json(page: &str) {
    let data = page.split("ld+json\">").nth(1).and_then(|rest| rest.split("</script>").next()).unwrap();
    let data: Value = serde_json::from_str(data).unwrap();
    assert_eq!(data["@graph"][0]["@type"], "Article");
}
