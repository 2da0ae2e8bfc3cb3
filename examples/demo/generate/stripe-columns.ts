/** Columns of Fivetran's Stripe tables, in its order. */
export const stripeColumns = {
  customer: [
    ...["id", "_fivetran_synced", "account_balance", "address_city", "address_country", "address_line_1"],
    ...["address_line_2", "address_postal_code", "address_state", "balance", "bank_account_id", "created", "currency"],
    ...["default_card_id", "delinquent", "description", "email", "invoice_prefix"],
    ...[
      "invoice_settings_default_payment_method",
      "invoice_settings_footer",
      "is_deleted",
      "livemode",
      "name",
      "phone",
    ],
    ...["shipping_address_city", "shipping_address_country", "shipping_address_line_1", "shipping_address_line_2"],
    ...[
      "shipping_address_postal_code",
      "shipping_address_state",
      "shipping_carrier",
      "shipping_name",
      "shipping_phone",
    ],
    ...["shipping_tracking_number", "source_id", "tax_exempt", "tax_info_tax_id", "tax_info_type"],
    ...["tax_info_verification_status", "tax_info_verification_verified_name", "metadata"],
  ],
  subscription_history: [
    ...["id", "_fivetran_synced", "_fivetran_active", "_fivetran_start", "_fivetran_end", "application_fee_percent"],
    ...["billing", "billing_cycle_anchor", "billing_threshold_amount_gte"],
    ...["billing_threshold_reset_billing_cycle_anchor", "cancel_at", "cancel_at_period_end", "canceled_at", "created"],
    ...["current_period_end", "current_period_start", "customer_id", "days_until_due", "default_source_id", "ended_at"],
    ...["livemode", "metadata", "quantity", "start_date", "status", "tax_percent", "trial_end", "trial_start"],
  ],
  subscription_item: [
    ...["_fivetran_synced", "created", "current_period_end", "current_period_start", "id", "metadata", "plan_id"],
    ...["quantity", "subscription_id"],
  ],
  invoice: [
    ...["id", "_fivetran_synced", "amount_due", "amount_paid", "amount_remaining", "attempt_count", "attempted"],
    ...["auto_advance", "billing_reason", "charge_id", "created", "currency", "customer_id", "description", "due_date"],
    ...["is_deleted", "livemode", "metadata", "number", "paid", "default_payment_method_id", "payment_intent_id"],
    ...["subscription_id", "period_end", "period_start", "receipt_number", "status", "status_transitions_finalized_at"],
    ...["status_transitions_marked_uncollectible_at", "status_transitions_paid_at", "status_transitions_voided_at"],
    ...["subtotal", "tax", "total"],
  ],
  charge: [
    ...["id", "_fivetran_synced", "amount", "amount_refunded", "application", "application_fee_amount"],
    ...["balance_transaction_id", "bank_account_id", "captured", "card_id", "connected_account_id", "created"],
    ...["currency", "customer_id", "description", "destination", "failure_code", "failure_message"],
    ...["fraud_details_stripe_report", "fraud_details_user_report", "invoice_id", "livemode", "metadata"],
    ...["on_behalf_of", "outcome_network_status", "outcome_reason", "outcome_risk_level", "outcome_risk_score"],
    ...["outcome_seller_message", "outcome_type", "paid", "payment_intent_id", "receipt_email", "receipt_number"],
    ...["receipt_url", "refunded", "shipping_address_city", "shipping_address_country", "shipping_address_line_1"],
    ...["shipping_address_line_2", "shipping_address_postal_code", "shipping_address_state", "shipping_carrier"],
    ...["shipping_name", "shipping_phone", "shipping_tracking_number", "source_id", "source_transfer"],
    ...["statement_descriptor", "status", "transfer_data_destination", "transfer_group", "transfer_id"],
    ...["calculated_statement_descriptor"],
  ],
  refund: [
    ...["id", "_fivetran_synced", "amount", "balance_transaction_id", "charge_id", "created", "currency"],
    ...["description", "failure_balance_transaction_id", "failure_reason", "metadata", "reason", "receipt_number"],
    ...["status"],
  ],
  price: [
    ...["id", "_fivetran_synced", "active", "billing_scheme", "created", "currency", "invoice_item_id", "is_deleted"],
    ...["livemode", "lookup_key", "metadata", "nickname", "product_id", "recurring_aggregate_usage"],
    ...["recurring_interval", "recurring_interval_count", "recurring_usage_type", "tiers_mode"],
    ...["transform_quantity_divide_by", "transform_quantity_round", "type", "unit_amount", "unit_amount_decimal"],
  ],
  product: [
    ...["id", "_fivetran_synced", "active", "caption", "created", "description", "is_deleted", "livemode"],
    ...["metadata", "name", "package_dimensions_height", "package_dimensions_length", "package_dimensions_weight"],
    ...["package_dimensions_width", "shippable", "statement_descriptor", "type", "unit_label", "updated", "url"],
  ],
} as const satisfies Record<string, readonly string[]>;

export type StripeColumn<T extends keyof typeof stripeColumns> = (typeof stripeColumns)[T][number];
