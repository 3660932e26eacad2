//! Writes values as JSON text. Nothing that we declare can fail to be written, so the error is a type without values: what is compiled
//! for a struct is a few calls in a row and no more, where a writer that may fail is several times that to download.

use crate::decimal;
use js_sys::JSON;
use serde::{
    Serialize, Serializer,
    ser::{
        Error, SerializeMap, SerializeSeq, SerializeStruct, SerializeStructVariant, SerializeTuple,
        SerializeTupleStruct, SerializeTupleVariant,
    },
};
use std::{cell::RefCell, fmt};

/// Appends a value to a text.
pub struct Writer<'a>(pub &'a mut String);

/// Does not happen.
#[derive(Debug)]
pub enum Never {}

type Written = Result<(), Never>;

/// The name by which a value of the browser's asks for what was [handed](hand) over.
const HANDED_OVER: &str = "docent::Json";

thread_local! {
    /// JSON that stands for a value of the browser's: a serializer has no method for one.
    static HANDED: RefCell<String> = const { RefCell::new(String::new()) };
}

/// Writes what is JSON already.
pub fn hand<S: Serializer>(json: String, to: S) -> Result<S::Ok, S::Error> {
    HANDED.set(json);
    to.serialize_unit_struct(HANDED_OVER)
}

impl<'a> Writer<'a> {
    fn push(self, text: &str) -> Written {
        self.0.push_str(text);
        Ok(())
    }

    /// What is to come stands between these.
    fn list(self, begin: &str, end: &'static str) -> Result<List<'a>, Never> {
        self.0.push_str(begin);
        Ok(List { text: self.0, is_empty: true, end })
    }

    /// The same in an object that has the variant's name for its only key.
    fn variant(self, name: &str, begin: &str, end: &'static str) -> Result<List<'a>, Never> {
        self.0.push('{');
        quote(name, self.0);
        self.0.push(':');
        self.list(begin, end)
    }
}

/// The items of something that has begun.
pub struct List<'a> {
    text: &'a mut String,
    is_empty: bool,
    end: &'static str,
}

impl List<'_> {
    fn comma(&mut self) {
        if !std::mem::take(&mut self.is_empty) {
            self.text.push(',');
        }
    }

    fn item<T: Serialize + ?Sized>(&mut self, value: &T) -> Written {
        self.comma();
        value.serialize(Writer(self.text))
    }

    fn key(&mut self, name: &str) {
        self.comma();
        quote(name, self.text);
        self.text.push(':');
    }

    fn close(self) -> Written {
        self.text.push_str(self.end);
        Ok(())
    }
}

/// Appends a text as JSON has it.
fn quote(text: &str, to: &mut String) {
    to.push('"');
    for letter in text.chars() {
        match letter {
            '"' | '\\' => to.extend(['\\', letter]),
            '\0'..=' ' if letter != ' ' => {
                to.push_str("\\u00");
                for digit in [letter as u32 >> 4, letter as u32 & 15] {
                    to.extend(char::from_digit(digit, 16));
                }
            }
            _ => to.push(letter),
        }
    }
    to.push('"');
}

impl<'a> Serializer for Writer<'a> {
    type Ok = ();
    type Error = Never;
    type SerializeSeq = List<'a>;
    type SerializeTuple = List<'a>;
    type SerializeTupleStruct = List<'a>;
    type SerializeTupleVariant = List<'a>;
    type SerializeMap = List<'a>;
    type SerializeStruct = List<'a>;
    type SerializeStructVariant = List<'a>;

    fn serialize_bool(self, claim: bool) -> Written {
        self.push(if claim { "true" } else { "false" })
    }

    fn serialize_i64(self, number: i64) -> Written {
        decimal::push(number, self.0);
        Ok(())
    }

    fn serialize_u64(self, number: u64) -> Written {
        decimal::push_unsigned(number, self.0);
        Ok(())
    }

    /// The browser prints it: the tables for fractions weigh 13 KB.
    fn serialize_f64(self, number: f64) -> Written {
        let printed = JSON::stringify(&number.into()).ok().and_then(|text| text.as_string());
        self.push(printed.as_deref().unwrap_or("null"))
    }

    fn serialize_str(self, text: &str) -> Written {
        quote(text, self.0);
        Ok(())
    }

    fn serialize_none(self) -> Written {
        self.push("null")
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Written {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Written {
        self.push("null")
    }

    fn serialize_unit_struct(self, name: &'static str) -> Written {
        if name == HANDED_OVER { self.push(&HANDED.take()) } else { self.serialize_unit() }
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, name: &'static str) -> Written {
        self.serialize_str(name)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> Written {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        name: &'static str,
        value: &T,
    ) -> Written {
        let mut list = self.list("{", "}")?;
        list.key(name);
        value.serialize(Writer(list.text))?;
        list.close()
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<List<'a>, Never> {
        self.list("[", "]")
    }

    fn serialize_tuple(self, _: usize) -> Result<List<'a>, Never> {
        self.list("[", "]")
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<List<'a>, Never> {
        self.list("[", "]")
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        name: &'static str,
        _: usize,
    ) -> Result<List<'a>, Never> {
        self.variant(name, "[", "]}")
    }

    fn serialize_map(self, _: Option<usize>) -> Result<List<'a>, Never> {
        self.list("{", "}")
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<List<'a>, Never> {
        self.list("{", "}")
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        name: &'static str,
        _: usize,
    ) -> Result<List<'a>, Never> {
        self.variant(name, "{", "}}")
    }

    fn serialize_i8(self, number: i8) -> Written {
        self.serialize_i64(number.into())
    }

    fn serialize_i16(self, number: i16) -> Written {
        self.serialize_i64(number.into())
    }

    fn serialize_i32(self, number: i32) -> Written {
        self.serialize_i64(number.into())
    }

    fn serialize_u8(self, number: u8) -> Written {
        self.serialize_u64(number.into())
    }

    fn serialize_u16(self, number: u16) -> Written {
        self.serialize_u64(number.into())
    }

    fn serialize_u32(self, number: u32) -> Written {
        self.serialize_u64(number.into())
    }

    fn serialize_f32(self, number: f32) -> Written {
        self.serialize_f64(number.into())
    }

    fn serialize_char(self, letter: char) -> Written {
        self.serialize_str(letter.encode_utf8(&mut [0; 4]))
    }

    fn serialize_bytes(self, bytes: &[u8]) -> Written {
        self.collect_seq(bytes)
    }
}

macro_rules! lists {
    ($($kind:ident $item:ident),*) => {$(
        impl $kind for List<'_> {
            type Ok = ();
            type Error = Never;

            fn $item<T: Serialize + ?Sized>(&mut self, value: &T) -> Written {
                self.item(value)
            }

            fn end(self) -> Written {
                self.close()
            }
        }
    )*};
}

lists! {
    SerializeSeq serialize_element, SerializeTuple serialize_element,
    SerializeTupleStruct serialize_field, SerializeTupleVariant serialize_field
}

macro_rules! objects {
    ($($kind:ident),*) => {$(
        impl $kind for List<'_> {
            type Ok = ();
            type Error = Never;

            fn serialize_field<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> Written {
                self.key(name);
                value.serialize(Writer(self.text))
            }

            fn end(self) -> Written {
                self.close()
            }
        }
    )*};
}

objects! { SerializeStruct, SerializeStructVariant }

impl SerializeMap for List<'_> {
    type Ok = ();
    type Error = Never;

    /// A number as a key is a text too.
    fn serialize_key<T: Serialize + ?Sized>(&mut self, name: &T) -> Written {
        let mut text = String::new();
        name.serialize(Writer(&mut text))?;
        self.comma();
        if text.starts_with('"') {
            self.text.push_str(&text)
        } else {
            quote(&text, self.text)
        }
        self.text.push(':');
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Written {
        value.serialize(Writer(self.text))
    }

    fn end(self) -> Written {
        self.close()
    }
}

impl Error for Never {
    /// No type that crosses the wire refuses to be written.
    fn custom<T: fmt::Display>(reason: T) -> Self {
        panic!("{reason}")
    }
}

impl std::error::Error for Never {}

impl fmt::Display for Never {
    fn fmt(&self, _: &mut fmt::Formatter) -> fmt::Result {
        match *self {}
    }
}
