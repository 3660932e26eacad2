//! What a look may be. Web addresses are http(s) only: the widget makes links of them.

use shared::{Error as Refusal, limits, messenger_settings::Look, origin::Origin};

/// In characters.
const LONGEST_WELCOME: usize = 500;
const MOST_LANGUAGES: usize = 100;
/// Of a language tag, in bytes.
const LONGEST_LANGUAGE: usize = 35;

/// Refuses colours, spacings, texts and addresses that are not right.
pub fn look(look: &Look) -> Result<(), Refusal> {
    let refuse = |message: &str| Err(Refusal::invalid(message));
    if !is_colour(&look.primary_color) {
        return refuse("Invalid primary color format. Use #RGB or #RRGGBB");
    }
    if !is_colour(&look.background_color) {
        return refuse("Invalid background color format. Use #RGB or #RRGGBB");
    }
    if !look.privacy_policy_url.as_deref().is_none_or(is_address) {
        return refuse("Invalid privacy policy URL format");
    }
    if !look.launcher_icon_url.as_deref().is_none_or(is_address) {
        return refuse("Invalid launcher icon URL format");
    }
    if !(0..=100).contains(&look.launcher_side_spacing) {
        return refuse("Launcher side spacing must be between 0 and 100 pixels");
    }
    if !(0..=100).contains(&look.launcher_bottom_spacing) {
        return refuse("Launcher bottom spacing must be between 0 and 100 pixels");
    }
    if look.welcome_message.chars().count() > LONGEST_WELCOME {
        return refuse("Welcome message must be 500 characters or less");
    }
    limits::content("The team introduction", look.team_introduction.as_deref().unwrap_or_default())?;
    limits::at_most("The list of languages", look.supported_languages.len(), MOST_LANGUAGES, "entries")?;
    look.supported_languages
        .iter()
        .chain([&look.default_language])
        .try_for_each(|tag| limits::at_most("A language", tag.len(), LONGEST_LANGUAGE, "bytes"))
}

fn is_colour(text: &str) -> bool {
    let digits = text.strip_prefix('#').unwrap_or_default();
    matches!(digits.len(), 3 | 6) && digits.bytes().all(|digit| digit.is_ascii_hexdigit())
}

fn is_address(text: &str) -> bool {
    let is_clean = !text.chars().any(|c| c.is_whitespace() || c.is_control());
    is_clean && text.len() <= limits::URL && Origin::parse(text).is_some()
}
