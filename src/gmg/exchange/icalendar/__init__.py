"""Meetings, closing hours and due dates as iCalendar (RFC 5545), for calendars that are subscribed to."""

from gmg.exchange.icalendar.item import BadItem, Item, Kind, Status
from gmg.exchange.icalendar.write import calendar, cancelled

__all__ = ["BadItem", "Item", "Kind", "Status", "calendar", "cancelled"]
