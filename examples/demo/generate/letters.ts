/** Who speaks: the customer, a colleague of theirs, their billing inbox, our person in charge, our support. */
export type Speaker = "them" | "colleague" | "inbox" | "us" | "support";

/** The turns of a conversation. `{them}`, `{colleague}`, `{us}`, `{company}` are filled in. */
export interface Letter {
  readonly subject: string;
  readonly turns: readonly (readonly [Speaker, string])[];
  /** Which of our shared addresses the customer writes to before knowing a person; else support. */
  readonly desk?: "billing" | "hello";
}

export type Topic = "hello" | "trial" | "howTo" | "billing" | "growth" | "hardware" | "leaving";

export const letters: Readonly<Record<Topic, readonly Letter[]>> = {
  hello: [
    {
      subject: "Lumenry for {company}?",
      turns: [
        [
          "us",
          "Hi {them}, I saw that {company} has opened a second store. Would twenty minutes on footfall & baskets be of use?",
        ],
        ["them", "Hi {us}, timely! We're drowning in spreadsheets. Next week works."],
        ["us", "Lovely, I'll send an invitation. Bring last month's worst spreadsheet."],
      ],
    },
    {
      subject: "Question about your pricing page – two shops",
      desk: "hello",
      turns: [
        ["them", 'Hello, does "per store" include the online shop? {company} has one of each.'],
        ["us", "Hi {them}, yes: a store is wherever you sell. You'd be on Starter."],
      ],
    },
    {
      subject: "Meeting you at the retail fair",
      turns: [
        ["us", "Hi {them}, it was good to meet you at the stand. Here's the deck I promised."],
        ["them", "Thanks {us}. I'm adding {colleague}, who'd own this on our side."],
        ["colleague", "Hi both, happy to look. Can we see it with our own data?"],
        ["us", "Of course, a trial takes ten minutes to set up."],
      ],
    },
  ],
  trial: [
    {
      subject: "Welcome to Lumenry, {company}",
      turns: [
        ["us", "Hi {them}, welcome! Your trial runs for 14 days. What would make it a success for you?"],
        ["them", "If I can see returns by product before Friday's meeting, you've won."],
        ["us", "Then let's connect your store first; here's how."],
        ["them", "Connected. It's pulling orders already, that's <quick>!"],
      ],
    },
    {
      subject: "Store won't connect",
      turns: [
        ["them", 'We get "403 & scope missing" when we connect the store. What\'s wrong?'],
        ["support", "Hi {them}, the app needs read_orders. Re-install it and tick the box, please."],
        ["them", "That was it, thank you."],
      ],
    },
    {
      subject: "Your trial ends in three days",
      turns: [
        ["us", "Hi {them}, your trial ends on Thursday. Shall I keep your dashboards for you?"],
        ["them", "Please do. {colleague} is deciding, I've put them in copy."],
        ["colleague", "Looks fine to me, just need to check the budget."],
      ],
    },
  ],
  howTo: [
    {
      subject: "Export to CSV",
      turns: [
        ["them", "Can I schedule the weekly export? Our accountant still lives in spreadsheets."],
        ["support", "Hi {them}, yes: Reports › Schedule. It's sent on Mondays at 7."],
        ["them", "Found it. You've made an accountant happy."],
      ],
    },
    {
      subject: "Numbers differ from the shop's",
      turns: [
        ["colleague", "Yesterday's revenue is 3% below what the shop says. Is it a time zone thing?"],
        ["support", "Hi {colleague}, it is: your workspace was set to UTC. I've changed it & re-run the day."],
        ["colleague", "Matches to the cent now. Thanks!"],
        ["them", "Nice. Could you do the same for our other workspace?"],
        ["support", "Done."],
      ],
    },
    {
      subject: "Cohorts by first product",
      turns: [
        ["them", "Is there a way to see who comes back after buying a gift card first?"],
        ["us", "Not yet out of the box, but Priya's building it. May I show you the draft?"],
        ["them", "Yes please! {colleague} will want to join."],
      ],
    },
    {
      subject: "Inviting the night shift",
      turns: [
        ["them", "Four more people need to look at dashboards, none of them may edit. Possible?"],
        ["support", "Hi {them}, that's what viewers are for, and they're free."],
      ],
    },
  ],
  billing: [
    {
      subject: "Invoice for {company}",
      desk: "billing",
      turns: [
        ["inbox", "Dear all, please put our VAT number and the order number on the invoice. Regards"],
        ["us", "Hello, done; the corrected invoice is attached. Claire's in copy for next time."],
        ["inbox", "Received, thank you."],
      ],
    },
    {
      subject: "Payment failed",
      turns: [
        ["us", "Hi {them}, your last payment didn't go through. Could you check the card?"],
        ["them", "It expired on Friday. {colleague} will enter the new one."],
        ["colleague", "New card's in."],
      ],
    },
    {
      subject: "Yearly billing?",
      turns: [
        ["colleague", "What would we save if {company} paid once a year?"],
        ["us", "Two months, {colleague}. I'd switch you at the next renewal."],
      ],
    },
  ],
  growth: [
    {
      subject: "Notes from our review",
      turns: [
        [
          "us",
          "Hi {them}, thanks for today. Notes: returns down 12%, two stores left to connect, Growth plan makes sense from March.",
        ],
        ["them", "Agreed on all three. {colleague} has the list of stores."],
        ["colleague", "Attached. The one in the harbour has terrible Wi-Fi, be warned."],
        ["us", "We'll bring a cable."],
      ],
    },
    {
      subject: "A quote from you for our site?",
      turns: [
        ["us", "Hi {them}, would you say in a sentence what Lumenry changed at {company}? Sofia is collecting quotes."],
        ["them", '"We stopped arguing about numbers." Will that do?'],
        ["us", "It's going on a T-shirt."],
      ],
    },
    {
      subject: "Two more stores",
      turns: [
        ["them", "We're opening two more stores in spring. What happens to our price?"],
        ["us", "You'd cross into Growth, {them}: more stores, forecasts included. I can preview it for you this week."],
        ["them", "Do it."],
      ],
    },
  ],
  hardware: [
    {
      subject: "Counter blinks red",
      turns: [
        ["them", "The people counter at our door blinks red since the storm."],
        ["support", "Hi {them}, hold the button for ten seconds; if it's still red, we'll swap it."],
        ["them", "Still red, sadly."],
        ["support", "A new one is on its way, keep the mount."],
      ],
    },
    {
      subject: "Where's my order?",
      turns: [
        ["inbox", "Hello, we ordered wall mounts last week and have heard nothing since."],
        ["support", "Hello, they left on Tuesday; the tracking number is in your order's page."],
      ],
    },
  ],
  leaving: [
    {
      subject: "Cancelling our plan",
      turns: [
        ["them", "Hi {us}, we're closing the online shop for now, so please cancel at the end of the month."],
        ["us", "I'm sorry to hear that, {them}. Done; your data stays exportable for 90 days."],
        ["them", "Thank you, it's not you."],
      ],
    },
    {
      subject: "Before you go…",
      turns: [
        ["us", "Hi {them}, may I ask what we should've done better?"],
        ["colleague", "Honestly: forecasts were too rough for {company}'s size."],
        ["us", "That's fair, and it helps. Thank you both."],
      ],
    },
  ],
};

export interface Cast {
  readonly them: string;
  readonly colleague: string;
  readonly us: string;
  readonly company: string;
}

export const fill = (text: string, cast: Cast): string =>
  text.replace(/\{(them|colleague|us|company)\}/g, (_, name: keyof Cast) => cast[name]);
