//! Whole stories in a real Chromium: Ana the visitor on somebody's site, Ben the agent in the dashboard.

mod accessible;
mod aside;
mod authoring;
mod beyond;
mod cast;
mod consent;
mod desk;
mod desk_data;
mod engage_tours;
mod focus;
mod guide_asks;
mod guide_troubles;
mod help;
mod help_center;
mod home;
mod idle;
mod looks;
mod offline;
mod page;
mod phone;
mod plain;
mod script;
mod talk;
mod team;
mod tours;
mod unasked;
