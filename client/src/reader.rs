//! Reads what the browser parsed from JSON. An error says only that the form is another: the messages that serde would
//! word, and the printing of numbers that they need, are not worth their share of the download.

use js_sys::{Array, Object};
use serde::{
    Deserialize, Deserializer,
    de::{
        DeserializeSeed, EnumAccess, Error, IntoDeserializer, MapAccess, SeqAccess, VariantAccess, Visitor,
    },
    forward_to_deserialize_any,
};
use std::{cell::RefCell, fmt};
use wasm_bindgen::{JsCast, JsValue};

/// A value that came out of `JSON.parse`.
pub struct Reader(pub JsValue);

/// The value has another form than the type.
#[derive(Debug)]
pub struct Misfit;

type Read<T> = Result<T, Misfit>;

/// A value taken over as it is.
pub struct Kept(pub JsValue);

/// The name by which [`Kept`] asks a [`Reader`] for its value.
const KEPT: &str = "docent::Kept";

thread_local! {
    /// Where the reader lays it: a visitor has no method for a value of the browser's.
    static HANDED: RefCell<JsValue> = const { RefCell::new(JsValue::UNDEFINED) };
}

impl<'de> Deserialize<'de> for Kept {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Taker;
        impl Visitor<'_> for Taker {
            type Value = Kept;
            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.write_str("a value of the browser's")
            }
            fn visit_unit<E: Error>(self) -> Result<Kept, E> {
                Ok(Kept(HANDED.take()))
            }
        }
        from.deserialize_newtype_struct(KEPT, Taker)
    }
}

impl<'de> Deserializer<'de> for Reader {
    type Error = Misfit;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Read<V::Value> {
        if self.is_none() {
            visitor.visit_unit()
        } else if let Some(claim) = self.0.as_bool() {
            visitor.visit_bool(claim)
        } else if self.0.as_f64().is_some() {
            self.deserialize_f64(visitor)
        } else if let Some(text) = self.0.as_string() {
            visitor.visit_string(text)
        } else if self.0.is_array() {
            self.deserialize_seq(visitor)
        } else {
            self.deserialize_map(visitor)
        }
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Read<V::Value> {
        visitor.visit_bool(self.0.as_bool().ok_or(Misfit)?)
    }

    /// JSON has one kind of number; one without a fraction serves for both.
    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Read<V::Value> {
        let number = self.0.as_f64().ok_or(Misfit)?;
        let whole = number as i64;
        if whole as f64 == number { visitor.visit_i64(whole) } else { visitor.visit_f64(number) }
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Read<V::Value> {
        visitor.visit_string(self.0.as_string().ok_or(Misfit)?)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Read<V::Value> {
        if self.is_none() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, name: &'static str, visitor: V) -> Read<V::Value> {
        if name == KEPT {
            HANDED.set(self.0);
            return visitor.visit_unit();
        }
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Read<V::Value> {
        let items = self.0.dyn_into().map_err(|_| Misfit)?;
        visitor.visit_seq(Items { items, next: 0 })
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Read<V::Value> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Read<V::Value> {
        let pairs = entries(&self.0)?;
        visitor.visit_map(Pairs { pairs, next: 0, value: JsValue::UNDEFINED })
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Read<V::Value> {
        self.deserialize_map(visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Read<V::Value> {
        if self.0.is_string() {
            return visitor.visit_enum(Variant { name: self.0, content: JsValue::UNDEFINED });
        }
        let pairs = entries(&self.0)?;
        if pairs.length() != 1 {
            return Err(Misfit);
        }
        let pair: Array = pairs.get(0).unchecked_into();
        visitor.visit_enum(Variant { name: pair.get(0), content: pair.get(1) })
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Read<V::Value> {
        visitor.visit_unit()
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Read<V::Value> {
        self.deserialize_string(visitor)
    }

    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Read<V::Value> {
        self.deserialize_string(visitor)
    }

    fn deserialize_i64<V: Visitor<'de>>(self, visitor: V) -> Read<V::Value> {
        self.deserialize_f64(visitor)
    }

    fn deserialize_u64<V: Visitor<'de>>(self, visitor: V) -> Read<V::Value> {
        self.deserialize_f64(visitor)
    }

    fn deserialize_i32<V: Visitor<'de>>(self, visitor: V) -> Read<V::Value> {
        self.deserialize_f64(visitor)
    }

    fn deserialize_u32<V: Visitor<'de>>(self, visitor: V) -> Read<V::Value> {
        self.deserialize_f64(visitor)
    }

    forward_to_deserialize_any! {
        i8 i16 i128 u8 u16 u128 f32 char bytes byte_buf unit unit_struct tuple_struct
    }
}

impl Reader {
    fn is_none(&self) -> bool {
        self.0.is_undefined() || self.0.is_null()
    }
}

/// An object's pairs of name and value.
fn entries(value: &JsValue) -> Read<Array> {
    let is_object = value.is_object() && !value.is_array();
    if is_object { Ok(Object::entries(value.unchecked_ref())) } else { Err(Misfit) }
}

struct Items {
    items: Array,
    next: u32,
}

impl<'de> SeqAccess<'de> for Items {
    type Error = Misfit;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Read<Option<T::Value>> {
        if self.next == self.items.length() {
            return Ok(None);
        }
        self.next += 1;
        seed.deserialize(Reader(self.items.get(self.next - 1))).map(Some)
    }
}

struct Pairs {
    pairs: Array,
    next: u32,
    value: JsValue,
}

impl<'de> MapAccess<'de> for Pairs {
    type Error = Misfit;

    fn next_key_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Read<Option<T::Value>> {
        if self.next == self.pairs.length() {
            return Ok(None);
        }
        let pair: Array = self.pairs.get(self.next).unchecked_into();
        self.next += 1;
        self.value = pair.get(1);
        seed.deserialize(Reader(pair.get(0))).map(Some)
    }

    fn next_value_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Read<T::Value> {
        seed.deserialize(Reader(std::mem::take(&mut self.value)))
    }
}

struct Variant {
    name: JsValue,
    content: JsValue,
}

impl<'de> EnumAccess<'de> for Variant {
    type Error = Misfit;
    type Variant = Reader;

    fn variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Read<(T::Value, Reader)> {
        let name = self.name.as_string().ok_or(Misfit)?;
        let name: T::Value = seed.deserialize(name.into_deserializer())?;
        Ok((name, Reader(self.content)))
    }
}

impl<'de> VariantAccess<'de> for Reader {
    type Error = Misfit;

    fn unit_variant(self) -> Read<()> {
        if self.is_none() { Ok(()) } else { Err(Misfit) }
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Read<T::Value> {
        seed.deserialize(self)
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Read<V::Value> {
        self.deserialize_seq(visitor)
    }

    fn struct_variant<V: Visitor<'de>>(self, _: &'static [&'static str], visitor: V) -> Read<V::Value> {
        self.deserialize_map(visitor)
    }
}

impl Error for Misfit {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self
    }
}

impl std::error::Error for Misfit {}

impl fmt::Display for Misfit {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("has another form than expected")
    }
}
