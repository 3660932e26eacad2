//! The keyboard, as the browser gets it: a press goes to whatever has the focus, in the page or in a frame of another process.

use crate::browser::Browser;
use serde_json::json;

impl Browser {
    /// Presses a key: `j`, `?`, `Enter`, `Shift+Tab`, `Control+k`.
    pub async fn press(&self, keys: &str) {
        let (modifiers, key) = match keys.rsplit_once('+') {
            Some((held, key)) => (held.split('+').map(modifier).sum::<u32>(), key),
            None => (0, keys),
        };
        let (code, virtual_key) = code(key);
        // Text with Control or Alt held is a command, not text.
        let is_text = key.chars().count() == 1 && modifiers & 7 == 0;
        let text = match key {
            "Enter" => "\r",
            key if is_text => key,
            _ => "",
        };
        for kind in ["rawKeyDown", "char", "keyUp"] {
            if kind == "char" && text.is_empty() {
                continue;
            }
            let params = json!({
                "type": kind, "key": key, "code": code, "windowsVirtualKeyCode": virtual_key,
                "modifiers": modifiers, "text": if kind == "char" { text } else { "" },
            });
            self.devtools("Input.dispatchKeyEvent", params).await;
        }
    }

    /// Types a text into what has the focus.
    pub async fn types(&self, text: &str) {
        for letter in text.chars() {
            self.press(&letter.to_string()).await;
        }
    }
}

fn modifier(name: &str) -> u32 {
    match name {
        "Alt" => 1,
        "Control" => 2,
        "Meta" => 4,
        "Shift" => 8,
        other => panic!("no modifier is called {other}"),
    }
}

fn code(key: &str) -> (String, u32) {
    match key {
        "Tab" => (key.into(), 9),
        "Enter" => (key.into(), 13),
        "Escape" => (key.into(), 27),
        "ArrowDown" => (key.into(), 40),
        "?" => ("Slash".into(), 191),
        _ => {
            let letter = key.to_uppercase();
            let number = letter.bytes().next().map_or(0, u32::from);
            (format!("Key{letter}"), number)
        }
    }
}
