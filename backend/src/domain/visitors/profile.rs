//! What a visitor says about itself at boot and identify. Empty texts say nothing, attributes are merged.

use super::attributes;
use crate::core::Result;
use serde_json::{Map, Value};
use shared::{
    authoring_sessions::without_token,
    limits,
    visitors::{Device, Location, Visitor},
};

/// A visitor's own words.
#[derive(Clone, Default)]
pub struct Profile {
    pub email: Option<String>,
    pub name: Option<String>,
    pub external_user_id: Option<String>,
    pub location: Option<Location>,
    pub device: Option<Device>,
    pub referrer: Option<String>,
    pub current_url: Option<String>,
    pub custom_attributes: Option<Map<String, Value>>,
}

impl Profile {
    /// Drops empty texts and refuses what is too long.
    pub fn checked(self) -> Result<Self> {
        let filled = |text: Option<String>| text.filter(|text| !text.is_empty());
        let profile = Self {
            email: filled(self.email),
            name: filled(self.name),
            external_user_id: filled(self.external_user_id),
            referrer: filled(self.referrer),
            // An author's token is not for whoever reads where a visitor is.
            current_url: filled(self.current_url).map(|url| without_token(&url)),
            ..self
        };
        profile.email.as_deref().map_or(Ok(()), |text| limits::email("E-mail", text))?;
        profile.name.as_deref().map_or(Ok(()), |text| limits::title("Name", text))?;
        profile.external_user_id.as_deref().map_or(Ok(()), |text| limits::token("External user id", text))?;
        profile.referrer.as_deref().map_or(Ok(()), |text| limits::url("Referrer", text))?;
        profile.current_url.as_deref().map_or(Ok(()), |text| limits::url("Current URL", text))?;
        profile.custom_attributes.as_ref().map_or(Ok(()), attributes::check)?;
        profile.location.as_ref().map_or(Ok(()), check_location)?;
        profile.device.as_ref().map_or(Ok(()), check_device)?;
        Ok(profile)
    }

    /// The visitor as it is after it said this. An external id that was ever proven is not replaced by one that is only claimed.
    pub fn applied(&self, visitor: &Visitor, is_proven: bool) -> Result<Visitor> {
        let is_fixed = visitor.identity_verified_at.is_some() && !is_proven;
        let visitor = Visitor {
            email: said(&self.email, &visitor.email),
            name: said(&self.name, &visitor.name),
            external_user_id: if is_fixed {
                visitor.external_user_id.clone()
            } else {
                said(&self.external_user_id, &visitor.external_user_id)
            },
            location: said(&self.location, &visitor.location),
            device: said(&self.device, &visitor.device),
            referrer: said(&self.referrer, &visitor.referrer),
            current_url: said(&self.current_url, &visitor.current_url),
            custom_attributes: merged(&visitor.custom_attributes, &self.custom_attributes),
            ..visitor.clone()
        };
        visitor.custom_attributes.as_ref().map_or(Ok(()), attributes::check)?;
        Ok(visitor)
    }
}

pub(super) fn check_location(location: &Location) -> Result<(), shared::Error> {
    let Location { city, region, country, country_code } = location;
    [city, region, country, country_code]
        .into_iter()
        .flatten()
        .try_for_each(|text| limits::title("A part of the location", text))
}

fn check_device(device: &Device) -> Result<(), shared::Error> {
    let Device { browser, os, device_type, platform } = device;
    [browser, os, device_type, platform]
        .into_iter()
        .flatten()
        .try_for_each(|text| limits::title("A part of the device", text))
}

fn said<T: Clone>(new: &Option<T>, old: &Option<T>) -> Option<T> {
    new.clone().or_else(|| old.clone())
}

/// Both maps; where both have a name, the second one's value.
pub(super) fn merged(
    first: &Option<Map<String, Value>>,
    second: &Option<Map<String, Value>>,
) -> Option<Map<String, Value>> {
    match (first, second) {
        (Some(first), Some(second)) => Some(first.clone().into_iter().chain(second.clone()).collect()),
        (first, second) => second.clone().or_else(|| first.clone()),
    }
}
