/** Ready-made sources: where the fields of well-known loaders are, and nothing else. */

export { type GmailOptions, gmail } from "./gmail.ts";
export { type GoogleCalendarOptions, googleCalendar } from "./google-calendar.ts";
export { type SegmentOptions, segment } from "./segment.ts";
export { type ShopifyOptions, shopify } from "./shopify.ts";
export { type StripeOptions, stripe } from "./stripe.ts";
