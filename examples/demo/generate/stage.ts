import { Diary } from "./calendar.ts";
import { Post } from "./gmail.ts";
import { Ledger } from "./ledger.ts";
import { NameGiver } from "./names.ts";
import type { Random } from "./random.ts";
import { Tracker } from "./segment.ts";
import { Shop } from "./shopify.ts";
import { Stripe } from "./stripe.ts";
import type { World } from "./world.ts";

/** The five systems in which the world leaves its traces, and the ledger that keeps whose they are. */
export interface Stage {
  readonly world: World;
  readonly ledger: Ledger;
  readonly post: Post;
  readonly diary: Diary;
  readonly shop: Shop;
  readonly stripe: Stripe;
  readonly tracker: Tracker;
  readonly names: NameGiver;
}

export function setStage(random: Random, world: World): Stage {
  const ledger = new Ledger();
  return {
    world,
    ledger,
    post: new Post(random.fork("gmail"), ledger, world.lumenry),
    diary: new Diary(random.fork("calendar"), ledger),
    shop: new Shop(random.fork("shopify"), ledger, world.lumenry),
    stripe: new Stripe(random.fork("stripe"), ledger),
    tracker: new Tracker(random.fork("segment"), ledger),
    names: new NameGiver(random.fork("addresses")),
  };
}
