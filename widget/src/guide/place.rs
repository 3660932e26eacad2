//! Where a card stands beside an element of the page (widget-sdk.md §5.3): on the side that the author chose, else where there is room.

use client::{decimal::pixels, dom::document};
use web_sys::HtmlElement;

/// x, y, width, height, in pixels.
pub type Rect = [f64; 4];

/// Between a card and its element.
const GAP: f64 = 14.0;
/// Between a card and the window's edge.
const EDGE: f64 = 12.0;

/// A side of an element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    Below,
    Above,
    Right,
    Left,
}

impl Side {
    /// A word of `tour_steps::Position`; none for `auto`.
    pub fn read(word: &str) -> Option<Self> {
        Some(match word {
            "below" => Self::Below,
            "above" => Self::Above,
            "right" => Self::Right,
            "left" => Self::Left,
            _ => return None,
        })
    }
}

/// Where the card's upper left corner is, and on which side of the element it stands; none where it fits on no side.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Placed {
    pub x: f64,
    pub y: f64,
    pub side: Option<Side>,
}

/// Places a card of this size beside an element in a window of this size.
pub fn beside(element: Rect, card: (f64, f64), window: (f64, f64), wish: Option<Side>) -> Placed {
    let [x, y, width, height] = element;
    let room = |side| match side {
        Side::Below => window.1 - (y + height) - GAP - EDGE - card.1,
        Side::Above => y - GAP - EDGE - card.1,
        Side::Right => window.0 - (x + width) - GAP - EDGE - card.0,
        Side::Left => x - GAP - EDGE - card.0,
    };
    let sides = [wish, Some(Side::Below), Some(Side::Above), Some(Side::Right), Some(Side::Left)];
    let side = sides.into_iter().flatten().find(|side| room(*side) >= 0.0);
    let within = |at: f64, size: f64, all: f64| at.min(all - EDGE - size).max(EDGE);
    let middle = (x + (width - card.0) / 2.0, y + (height - card.1) / 2.0);
    let (left, top) = match side {
        Some(Side::Below) => (middle.0, y + height + GAP),
        Some(Side::Above) => (middle.0, y - GAP - card.1),
        Some(Side::Right) => (x + width + GAP, middle.1),
        Some(Side::Left) => (x - GAP - card.0, middle.1),
        // At the end of the window that the element leaves freer.
        None if y + height / 2.0 > window.1 / 2.0 => (middle.0, EDGE),
        None => (middle.0, window.1 - EDGE - card.1),
    };
    Placed { x: within(left, card.0, window.0), y: within(top, card.1, window.1), side }
}

/// The window's inner width and height.
pub fn window_size() -> (f64, f64) {
    let view = document().document_element();
    view.map_or((0.0, 0.0), |view| (f64::from(view.client_width()), f64::from(view.client_height())))
}

/// A length of an element's style, in pixels.
pub fn set(node: &HtmlElement, name: &str, value: f64) {
    // Only a name that is none is refused.
    let _ = node.style().set_property(name, &pixels(value as i64));
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_bindgen_test::wasm_bindgen_test as test;

    const WINDOW: (f64, f64) = (1000.0, 800.0);
    const CARD: (f64, f64) = (300.0, 200.0);

    fn side(element: Rect, wish: Option<Side>) -> Option<Side> {
        let placed = beside(element, CARD, WINDOW, wish);
        assert!(placed.x >= EDGE && placed.x + CARD.0 <= WINDOW.0 - EDGE, "{placed:?}");
        assert!(placed.y >= EDGE && placed.y + CARD.1 <= WINDOW.1 - EDGE, "{placed:?}");
        placed.side
    }

    #[test]
    fn a_card_stands_where_its_author_wants_it_if_there_is_room() {
        let middle = [450.0, 350.0, 100.0, 40.0];
        for wish in [Side::Below, Side::Above, Side::Left, Side::Right] {
            assert_eq!(side(middle, Some(wish)), Some(wish));
        }
        assert_eq!(side(middle, None), Some(Side::Below));
    }

    #[test]
    fn elsewhere_it_stands_where_it_fits_and_never_outside_of_the_window() {
        assert_eq!(side([450.0, 740.0, 100.0, 40.0], None), Some(Side::Above));
        assert_eq!(side([0.0, 50.0, 100.0, 700.0], None), Some(Side::Right));
        assert_eq!(side([900.0, 50.0, 100.0, 700.0], None), Some(Side::Left));
        assert_eq!(side([0.0, 0.0, 1000.0, 800.0], None), None);
        assert_eq!(side([-50.0, 5.0, 20.0, 20.0], Some(Side::Left)), Some(Side::Below));
    }
}
