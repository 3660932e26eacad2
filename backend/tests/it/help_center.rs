//! The help centre's pages at `/help/{workspace}`, as a browser without scripts gets them.

mod authors;
mod hostile;

use crate::{
    talk::{Talk, merged, on_each},
    wire::client::Server,
};
use serde_json::{Value, json};

/// A server, and what a browser gets from it.
pub struct Site<'t> {
    pub talk: Talk<'t>,
    server: Server,
}

pub struct Got {
    pub status: u16,
    pub headers: String,
    pub body: String,
}

impl Got {
    pub fn header(&self, name: &str) -> &str {
        let found = self.headers.lines().find_map(|line| line.strip_prefix(&format!("{name}: ")));
        found.unwrap_or_default()
    }
    pub fn has(&self, text: &str) -> bool {
        self.body.contains(text)
    }
}

impl Site<'_> {
    pub async fn request(&self, method: &str, path: &str, headers: &str, body: &str) -> Got {
        let line = format!("{method} {path}");
        let (status, headers, body) = self.server.request(&line, headers, body.as_bytes()).await;
        Got { status, headers, body: String::from_utf8(body).unwrap() }
    }

    /// A page of Acme's help centre.
    pub async fn get(&self, path: &str) -> Got {
        self.request("GET", &format!("/help/{}{path}", self.talk.acme), "", "").await
    }

    /// Somebody presses a button below an article.
    pub async fn votes(&self, slug: &str, helpful: &str, headers: &str) -> Got {
        let path = format!("/help/{}/articles/{slug}/feedback", self.talk.acme);
        let headers = format!("Content-Type: application/x-www-form-urlencoded\r\n{headers}");
        self.request("POST", &path, &headers, &format!("helpful={helpful}")).await
    }

    /// What Ben gets done.
    pub async fn ben(&self, name: &str, args: Value) -> Value {
        self.talk.call(&self.talk.ben, name, args).await.unwrap()
    }

    pub async fn collection(&self, name: &str, change: Value) -> String {
        let args = merged(&json!({"workspaceId": self.talk.acme, "name": name}), &change);
        self.ben("collections:create", args).await.as_str().unwrap().to_owned()
    }

    /// A published article.
    pub async fn published(&self, title: &str, change: Value) -> String {
        let args = json!({"workspaceId": self.talk.acme, "title": title, "content": "Text"});
        let id = self.ben("articles:create", merged(&args, &change)).await;
        self.ben("articles:publish", json!({"id": id})).await;
        id.as_str().unwrap().to_owned()
    }
}

pub async fn on_each_site(test: impl AsyncFn(Site<'_>)) {
    on_each(async |talk: Talk<'_>| {
        let server = Server::of(&talk.app).await;
        test(Site { talk, server }).await;
    })
    .await;
}

#[tokio::test]
async fn a_reader_walks_from_the_first_page_to_an_article() {
    on_each_site(async |site| {
        let empty = site.get("").await;
        assert!(empty.status == 200 && empty.has("class=\"empty\""), "{}", empty.body);
        let basics = site.collection("Basics", json!({"description": "How to begin", "icon": "🚲"})).await;
        let deeper = site.collection("Deeper", json!({"parentId": basics})).await;
        site.collection("Nothing in it", json!({})).await;
        let content =
            "## First\n\nTurn the **crank**.\n\n## Second\n\n> Slowly\n\n1. a\n2. b\n\n## Third\n\n`code`";
        site.published("Turning the crank", json!({"content": content, "collectionId": deeper})).await;
        site.published("Stopping it", json!({"collectionId": deeper})).await;
        site.published("Loose", json!({})).await;

        let home = site.get("").await;
        let base = format!("/help/{}", site.talk.acme);
        assert!(
            home.has("<h1 class=\"welcome\">") && home.has("🚲") && home.has("How to begin"),
            "{}",
            home.body
        );
        assert!(home.has(&format!("href=\"{base}/collections/basics\"")), "{}", home.body);
        assert!(home.has(&format!("href=\"{base}/articles/loose\"")), "{}", home.body);
        assert!(!home.has("Nothing in it") && !home.has("Stopping it"), "{}", home.body);

        let basics = site.get("/collections/basics").await;
        assert!(basics.has(&format!("href=\"{base}/collections/deeper\"")), "{}", basics.body);
        let deeper = site.get("/collections/deeper").await;
        assert!(deeper.has(&format!("href=\"{base}/collections/basics\"")), "the way back: {}", deeper.body);
        assert!(deeper.has(&format!("href=\"{base}/articles/turning-the-crank\"")), "{}", deeper.body);

        let article = site.get("/articles/turning-the-crank").await;
        for part in [
            "dir=\"auto\">Turning the crank</h1>",
            "<h3 id=\"section-1\">First</h3>",
            "<a href=\"#section-2\"",
            "<p>Turn the <strong>crank</strong>.</p>",
            "<blockquote><p>Slowly</p></blockquote>",
            "<ol start=\"1\"><li><p>a</p></li><li><p>b</p></li></ol>",
            "<code>code</code>",
            "<time datetime=\"2026-05-28\" dir=\"ltr\">2026-05-28</time>",
            "\"@type\":\"BreadcrumbList\"",
            "\"headline\":\"Turning the crank\"",
            &format!("<link rel=\"canonical\" href=\"http://docent.test{base}/articles/turning-the-crank\">"),
            "<meta property=\"og:type\" content=\"article\">",
            "<meta name=\"description\" content=\"First Turn the crank. Second Slowly a b Third code\">",
            &format!("action=\"{base}/articles/turning-the-crank/feedback\""),
            // Others of the same collection.
            &format!("href=\"{base}/articles/stopping-it\""),
        ] {
            assert!(article.has(part), "{part} is not in {}", article.body);
        }
        assert!(!article.has("noindex"));
    })
    .await;
}

#[tokio::test]
async fn a_reader_finds_an_article_by_its_words() {
    on_each_site(async |site| {
        site.published("Returning a saddle", json!({"content": "Send it back to **Zürich**."})).await;
        let found = site.get("/search?q=zurich+return").await;
        assert!(
            found.has("<mark>Return</mark>ing a saddle") || found.has("<mark>Returning</mark>"),
            "{}",
            found.body
        );
        assert!(found.has("<mark>Zürich</mark>") && found.has("noindex"), "{}", found.body);
        assert!(found.has("value=\"zurich return\""), "{}", found.body);
        let none = site.get("/search?q=wheel").await;
        assert!(none.status == 200 && none.has("class=\"empty\""), "{}", none.body);
        for odd in ["/search", "/search?q=", "/search?q=%00%0a", "/search?q=%22%3E%3Cscript%3E"] {
            let page = site.get(odd).await;
            assert!(page.status == 200 && !page.has("\"><script>"), "{odd}: {}", page.body);
        }
        assert_eq!(site.get(&format!("/search?q={}", "x".repeat(500))).await.status, 200);
    })
    .await;
}

#[tokio::test]
async fn nobody_reads_what_is_not_open_to_everybody() {
    on_each_site(async |site| {
        let collection = site.collection("Secrets", json!({})).await;
        let inside = json!({"collectionId": collection});
        let draft = json!({"workspaceId": site.talk.acme, "title": "Word draft", "content": "", "collectionId": collection});
        site.ben("articles:create", draft).await;
        site.published("Word internal", merged(&inside, &json!({"visibility": "internal"}))).await;
        let gone = site.published("Word archived", inside.clone()).await;
        site.ben("articles:archive", json!({"id": gone})).await;
        let few = site.published("Word for few", inside).await;
        let property = json!({"source": "system", "key": "email"});
        let rules = json!({"type": "condition", "property": property, "operator": "is_set"});
        site.ben("articles:update", json!({"id": few, "audienceRules": rules})).await;
        site.published("Word open", json!({})).await;

        for (page, path) in [("home", ""), ("search", "/search?q=word"), ("map", "/sitemap.xml")] {
            let got = site.get(path).await;
            assert!(got.status == 200 && got.has("word-open"), "{page}: {}", got.body);
            for hidden in ["draft", "internal", "archived", "few", "ecrets"] {
                assert!(!got.has(&format!("ord-{hidden}")) && !got.has(hidden), "{page} tells {hidden}: {}", got.body);
            }
        }
        for path in [
            "/articles/word-draft", "/articles/word-internal", "/articles/word-archived", "/articles/word-for-few",
            "/collections/secrets", "/articles/no-such", "/articles/%00", "/articles/Word%20open", "/collections/%27",
            "/articles/%ff",
        ] {
            let got = site.get(path).await;
            assert!(matches!(got.status, 400 | 404), "{path}: {}", got.status);
        }
        let missing = site.get("/articles/no-such").await;
        assert!(missing.status == 404 && missing.has("role=\"search\"") && missing.has("noindex"));
        assert_eq!(site.votes("word-for-few", "yes", "").await.status, 404);
        let elsewhere = site.request("GET", &format!("/help/{}/articles/word-open", site.talk.globex), "", "").await;
        assert_eq!(elsewhere.status, 404);
        for unknown in ["/help/00000000000000000000000000000000", "/help/nonsense", "/help/nonsense/sitemap.xml"] {
            assert_eq!(site.request("GET", unknown, "", "").await.status, 404, "{unknown}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_restricted_help_center_shows_nothing() {
    on_each_site(async |site| {
        site.published("Word open", json!({})).await;
        let policy = |policy: &str| json!({"workspaceId": site.talk.acme, "policy": policy});
        site.ben("workspaces:updateHelpCenterAccessPolicy", policy("restricted")).await;
        for path in ["", "/search?q=word", "/articles/word-open", "/collections/x", "/sitemap.xml"] {
            let got = site.get(path).await;
            assert!(got.status == 403 && !got.has("Word open") && !got.has("Acme"), "{path}: {}", got.body);
            assert!(got.has("noindex"));
        }
        assert_eq!(site.votes("word-open", "yes", "").await.status, 403);
        assert!(!site.request("GET", "/robots.txt", "", "").await.has("Sitemap"));
        site.ben("workspaces:updateHelpCenterAccessPolicy", policy("public")).await;
        assert_eq!(site.get("/articles/word-open").await.status, 200);
    })
    .await;
}

#[tokio::test]
async fn feedback_is_taken_from_the_articles_own_page_alone() {
    on_each_site(async |site| {
        let id = site.published("Helpful", json!({})).await;
        let own = "Origin: http://docent.test\r\nSec-Fetch-Site: same-origin\r\n";
        let thanked = site.votes("helpful", "yes", own).await;
        let article = format!("/help/{}/articles/helpful", site.talk.acme);
        assert_eq!(
            (thanked.status, thanked.header("location")),
            (303, &*format!("{article}?feedback=thanks#feedback"))
        );
        assert!(site.get("/articles/helpful").await.has("<form method=\"post\""));
        let page = site.get("/articles/helpful?feedback=thanks").await;
        assert!(page.has("role=\"status\"") && !page.has("<form method=\"post\""), "{}", page.body);
        // A browser that names no origin, and one that gives its verdict otherwise.
        assert_eq!(site.votes("helpful", "no", "").await.status, 303);
        for headers in [
            "Origin: https://evil.test\r\n",
            "Origin: null\r\n",
            "Sec-Fetch-Site: cross-site\r\n",
            "Sec-Fetch-Site: same-site\r\n",
        ] {
            assert_eq!(site.votes("helpful", "yes", headers).await.status, 403, "{headers}");
        }
        assert_eq!(site.votes("helpful", "maybe", own).await.status, 422);
        assert_eq!(site.votes("no-such", "yes", own).await.status, 404);
        assert_eq!(site.request("GET", &format!("{article}/feedback"), "", "").await.status, 405);
        let stats = site.ben("articles:getFeedbackStats", json!({"articleId": id})).await;
        assert_eq!(stats, json!({"helpful": 1, "notHelpful": 1, "total": 2}));
        let limited = async || {
            for _ in 0..80 {
                let answer = site.votes("helpful", "yes", own).await;
                if answer.status != 303 {
                    return answer;
                }
            }
            panic!("nobody is stopped");
        };
        let limited = limited().await;
        assert!(limited.status == 429 && !limited.header("retry-after").is_empty(), "{}", limited.headers);
    })
    .await;
}

#[tokio::test]
async fn a_page_runs_no_script_and_is_asked_for_again_by_its_tag() {
    on_each_site(async |site| {
        site.published("First", json!({})).await;
        let page = site.get("/articles/first").await;
        let policy = page.header("content-security-policy");
        assert!(
            policy.starts_with("default-src 'none'; style-src 'self';") && !policy.contains("script"),
            "{policy}"
        );
        assert!(
            policy.contains("frame-ancestors 'none'") && policy.contains("form-action 'self'"),
            "{policy}"
        );
        assert!(policy.contains("; img-src 'self' http://docent.test data:;"), "{policy}");
        for (header, value) in [
            ("x-content-type-options", "nosniff"),
            ("cache-control", "no-cache"),
            ("vary", "accept-language"),
            ("content-type", "text/html; charset=utf-8"),
        ] {
            assert_eq!(page.header(header), value);
        }
        let (tag, path) = (page.header("etag"), format!("/help/{}/articles/first", site.talk.acme));
        assert!(tag.starts_with("w/\""), "{tag}");
        let known = format!("If-None-Match: \"other\", {}\r\n", tag.replace("w/", "W/"));
        let again = site.request("GET", &path, &known, "").await;
        assert_eq!((again.status, again.body.as_str(), again.header("etag")), (304, "", tag));
        site.published("Second", json!({})).await;
        site.ben(
            "articles:update",
            json!({"id": site.published("Third", json!({})).await, "title": "Fourth"}),
        )
        .await;
        assert_eq!(site.request("GET", &path, &known, "").await.status, 304, "this page has not changed");
        let id =
            site.ben("articles:get", json!({"slug": "first", "workspaceId": site.talk.acme})).await["_id"]
                .clone();
        site.ben("articles:update", json!({"id": id, "content": "Other"})).await;
        assert_eq!(site.request("GET", &path, &known, "").await.status, 200);

        let map = site.get("/sitemap.xml").await;
        assert_eq!(map.header("content-type"), "application/xml; charset=utf-8");
        assert!(
            map.has(&format!("<loc>http://docent.test{path}</loc><lastmod>2026-05-28</lastmod>")),
            "{}",
            map.body
        );
        let robots = site.request("GET", "/robots.txt", "", "").await;
        assert!(robots.has("Disallow: /dashboard\n"), "{}", robots.body);
        assert!(
            robots.has(&format!("Sitemap: http://docent.test/help/{}/sitemap.xml", site.talk.acme)),
            "{}",
            robots.body
        );
        let look = site.request("GET", "/help/look/ffd400.css", "", "").await;
        assert!(
            look.has("--on-head:#10131a") && look.header("cache-control").contains("immutable"),
            "{}",
            look.body
        );
        for wrong in ["red.css", "ffd400", "}a{x:y.css", "ffd4000.css"] {
            assert_eq!(
                site.request("GET", &format!("/help/look/{wrong}"), "", "").await.status,
                404,
                "{wrong}"
            );
        }
    })
    .await;
}
