//! Names in addresses: `a-z`, `0-9` and hyphens (functions-inbox.md §4 "Slug").

use crate::store::search;

/// Longest slug before its number, in characters.
const LONGEST: usize = 80;

/// A title as it stands in an address; accents are dropped, and a title without a Latin letter or digit is `otherwise`.
pub fn of(title: &str, otherwise: &str) -> String {
    let mut slug = String::new();
    for word in search::folded(title) {
        for part in word.split(|letter: char| !letter.is_ascii_alphanumeric()).filter(|part| !part.is_empty())
        {
            if !slug.is_empty() {
                slug.push('-');
            }
            slug.push_str(part);
        }
    }
    slug.truncate(LONGEST);
    let slug = slug.trim_end_matches('-');
    if slug.is_empty() { otherwise.to_owned() } else { slug.to_owned() }
}

/// The slug itself, else the first of `slug-1`, `slug-2` … that is not taken.
pub fn free(slug: String, taken: &[String]) -> String {
    if !taken.contains(&slug) {
        return slug;
    }
    // One of so many numbers is free.
    let free = (1..=taken.len() + 1).map(|n| format!("{slug}-{n}")).find(|slug| !taken.contains(slug));
    free.unwrap_or(slug)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slug_is_the_title_in_letters_digits_and_hyphens() {
        for (title, slug) in [
            ("How do I return a saddle?", "how-do-i-return-a-saddle"),
            ("  --Über uns & AGB_2024!", "uber-uns-agb-2024"),
            ("注文番号", "article"),
            ("注文 FAQ", "faq"),
            ("", "article"),
        ] {
            assert_eq!(of(title, "article"), slug, "{title}");
        }
        assert_eq!(of(&"long ".repeat(100), "article").len(), 79);
    }

    #[test]
    fn a_slug_that_is_taken_gets_the_next_number() {
        let taken = |slugs: &[&str]| slugs.iter().map(|slug| (*slug).to_owned()).collect::<Vec<_>>();
        assert_eq!(free("a".into(), &taken(&["a-1"])), "a");
        assert_eq!(free("a".into(), &taken(&["a", "a-1", "a-3"])), "a-2");
    }
}
