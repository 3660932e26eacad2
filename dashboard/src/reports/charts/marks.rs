//! What plotters draws, as data.

use plotters::{
    chart::ChartBuilder,
    coord::ranged1d::{BoldPoints, Ranged},
    drawing::{DrawingAreaErrorKind, IntoDrawingArea},
    element::{PathElement, Rectangle},
    style::Color,
};
use plotters_backend::{BackendColor, BackendCoord, BackendStyle, DrawingBackend, DrawingErrorKind};
use std::{convert::Infallible, ops::Range};

/// Size of the drawing in units of its own: wide enough that a year of days is not rounded.
pub const WIDTH: u32 = 20_000;
pub const HEIGHT: u32 = 1_000;

/// Most lines of a scale.
const MOST_TICKS: usize = 6;
/// Of a slot, what stays free on each side of its column.
const INSET: f64 = 0.14;
/// Of the range, what the column of a zero takes, so that it is seen.
const LEAST: f64 = 0.004;

/// What a mark is, which the style sheet gives its colour. Plotters carries it as one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ink {
    Grid,
    /// All of a slot, from top to bottom: what the pointer can meet.
    Reach,
    Column,
    /// A column below zero.
    Below,
}

const INKS: [Ink; 4] = [Ink::Grid, Ink::Reach, Ink::Column, Ink::Below];

impl Ink {
    pub fn class(self) -> &'static str {
        match self {
            Ink::Grid => "grid",
            Ink::Reach => "reach",
            Ink::Column => "column",
            Ink::Below => "column below",
        }
    }

    fn of(color: BackendColor) -> Self {
        INKS.into_iter().find(|ink| ink.to_backend_color().rgb == color.rgb).unwrap_or(Ink::Grid)
    }
}

impl Color for Ink {
    fn to_backend_color(&self) -> BackendColor {
        BackendColor { alpha: 1.0, rgb: (*self as u8, 0, 0) }
    }
}

/// A line or a rectangle, from its upper left corner on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    pub ink: Ink,
    pub from: BackendCoord,
    pub to: BackendCoord,
}

/// A line of the scale.
#[derive(Clone, Debug, PartialEq)]
pub struct Tick {
    pub y: i32,
    pub value: f64,
}

#[derive(Debug, Default)]
pub struct Drawing {
    pub ticks: Vec<Tick>,
    pub marks: Vec<Mark>,
}

/// Lines at the whole numbers of a scale, then a column for each value and the reach of each.
pub fn laid_out(values: &[f64], slots: usize, range: Range<f64>) -> Drawing {
    let mut drawing = Drawing::default();
    if let Err(error) = drawn(&mut drawing, values, slots, range) {
        // The backend has no errors; plotters has one for areas that are drawn on while they are.
        leptos::logging::error!("{error}");
    }
    drawing
}

fn drawn(
    drawing: &mut Drawing,
    values: &[f64],
    slots: usize,
    range: Range<f64>,
) -> Result<(), DrawingAreaErrorKind<Infallible>> {
    let least = (range.end - range.start) * LEAST;
    let Drawing { ticks, marks } = drawing;
    let area = Marks(marks).into_drawing_area();
    let width = slots as f64;
    let mut chart = ChartBuilder::on(&area).build_cartesian_2d(0.0..width, range.clone())?;
    let whole = chart.as_coord_spec().y_spec().key_points(BoldPoints(MOST_TICKS)).into_iter();
    let whole = whole.filter(|value| value.fract() == 0.0);
    ticks.extend(whole.map(|value| Tick { y: chart.backend_coord(&(0.0, value)).1, value }));
    let line =
        |tick: &Tick| PathElement::new([(0.0, tick.value), (width, tick.value)], Ink::Grid.stroke_width(1));
    chart.draw_series(ticks.iter().map(line))?;
    let column = |(at, value): (usize, &f64)| {
        let ink = if *value < 0.0 { Ink::Below } else { Ink::Column };
        let end = if *value == 0.0 && range.start < 0.0 { least } else { *value };
        Rectangle::new([(at as f64 + INSET, 0.0), (at as f64 + 1.0 - INSET, end)], ink.filled())
    };
    chart.draw_series(values.iter().enumerate().map(column))?;
    let reach = |at: usize| {
        Rectangle::new([(at as f64, range.start), (at as f64 + 1.0, range.end)], Ink::Reach.filled())
    };
    chart.draw_series((0..values.len()).map(reach))?;
    Ok(())
}

/// The backend that plotters draws to.
struct Marks<'a>(&'a mut Vec<Mark>);

type Drawn = Result<(), DrawingErrorKind<Infallible>>;

impl DrawingBackend for Marks<'_> {
    type ErrorType = Infallible;

    fn get_size(&self) -> (u32, u32) {
        (WIDTH, HEIGHT)
    }

    fn ensure_prepared(&mut self) -> Drawn {
        Ok(())
    }

    fn present(&mut self) -> Drawn {
        Ok(())
    }

    /// Nothing here is drawn by points.
    fn draw_pixel(&mut self, _: BackendCoord, _: BackendColor) -> Drawn {
        Ok(())
    }

    fn draw_line<S: BackendStyle>(&mut self, from: BackendCoord, to: BackendCoord, style: &S) -> Drawn {
        self.0.push(Mark { ink: Ink::of(style.color()), from, to });
        Ok(())
    }

    fn draw_rect<S: BackendStyle>(
        &mut self,
        upper_left: BackendCoord,
        bottom_right: BackendCoord,
        style: &S,
        _: bool,
    ) -> Drawn {
        self.draw_line(upper_left, bottom_right, style)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(drawing: &Drawing, ink: Ink) -> Vec<(BackendCoord, BackendCoord)> {
        drawing.marks.iter().filter(|mark| mark.ink == ink).map(|mark| (mark.from, mark.to)).collect()
    }

    #[test]
    fn each_value_has_a_column_of_its_height_and_a_reach_over_all_of_it() {
        let drawing = laid_out(&[0.0, 5.0, 10.0], 3, 0.0..10.0);
        let heights: Vec<i32> = of(&drawing, Ink::Column).iter().map(|(from, to)| to.1 - from.1).collect();
        assert_eq!(heights.len(), 3);
        assert_eq!(heights[0], 0);
        assert!((heights[2] - 2 * heights[1]).abs() <= 2, "{heights:?}");
        assert!(heights[2] >= HEIGHT as i32 - 2, "{heights:?}");
        let reach = of(&drawing, Ink::Reach);
        assert_eq!(reach.len(), 3);
        assert!(reach.windows(2).all(|pair| pair[0].1.0 <= pair[1].0.0), "{reach:?}");
        assert!(reach.iter().all(|(from, to)| to.1 - from.1 >= HEIGHT as i32 - 2), "{reach:?}");
    }

    #[test]
    fn what_is_below_zero_hangs_from_it_and_a_zero_is_seen() {
        let drawing = laid_out(&[50.0, -50.0, 0.0], 6, -100.0..100.0);
        let (up, down) = (of(&drawing, Ink::Column), of(&drawing, Ink::Below));
        assert_eq!((up.len(), down.len()), (2, 1));
        assert!((up[0].1.1 - down[0].0.1).abs() <= 1, "{up:?} {down:?}");
        assert!(up[1].1.1 > up[1].0.1, "{up:?}");
        assert!(up[0].1.0 < WIDTH as i32 / 6, "few columns do not fill the width");
    }

    #[test]
    fn a_scale_has_whole_numbers_within_its_range_and_a_line_for_each() {
        for top in [2.0, 3.1, 11.0, 75.0, 1_234.0, 1_000_000.0] {
            let drawing = laid_out(&[], 1, 0.0..top);
            let values: Vec<f64> = drawing.ticks.iter().map(|tick| tick.value).collect();
            assert!((2..=MOST_TICKS).contains(&values.len()), "{top}: {values:?}");
            assert!(
                values.iter().all(|value| value.fract() == 0.0 && (0.0..=top).contains(value)),
                "{values:?}"
            );
            assert_eq!(of(&drawing, Ink::Grid).len(), values.len());
        }
    }
}
