import { buildCompanies, buildLumenry } from "./companies.ts";
import { addDifficulties } from "./difficulties.ts";
import { NameGiver } from "./names.ts";
import { buildCustomers, makeDevice, makePerson, type Registry } from "./people.ts";
import { PhoneBook } from "./phones.ts";
import type { Random } from "./random.ts";
import { hireStaff } from "./staff.ts";
import { utc } from "./time.ts";
import { type Company, customers, type Person, type World } from "./world.ts";

const customerCount = 350;

/** The numbers by which Ana is found: the second one from February on. */
const starPhones = { first: "+14155550132", later: "+16285550147", since: utc("2026-02-10T15:00") } as const;

/** Everybody who lives in the demo, before anything happens. */
export function buildWorld(random: Random): World {
  const registry: Registry = {
    names: new NameGiver(random.fork("names")),
    phones: new PhoneBook(random.fork("phones")),
    emails: new Set(),
    count: 0,
  };
  const companies = buildCompanies(random.fork("companies"));
  const star = addStar(random.fork("star"), registry, companies);
  buildCustomers(random.fork("people"), registry, companies, customerCount - 1);
  addNamesake(random.fork("namesake"), registry, companies, star);
  const lumenry = buildLumenry();
  hireStaff(random.fork("staff"), registry, lumenry);
  const world = { lumenry, companies, star, sharedDevices: [] };
  return { ...world, sharedDevices: addDifficulties(random.fork("difficulties"), registry, customers(world)) };
}

function addStar(random: Random, registry: Registry, companies: readonly Company[]): Person {
  const [company] = companies;
  if (company === undefined) throw new RangeError("a star needs a company");
  const phones = [starPhones.first, starPhones.later].map((number) => registry.phones.reserve(number));
  const star = makePerson(random, registry, company, {
    first: "Ana",
    last: "Rivera",
    title: "Head of E-Commerce",
    part: "champion",
    country: "US",
    email: "ana.rivera@harborandvine.example",
    phone: phones[0],
    scripted: true,
  });
  star.second = { email: "ana.rivera.oak27@gmail.com", joins: "by phone", until: undefined };
  star.newPhone = { number: starPhones.later, since: starPhones.since };
  star.shops = true;
  star.shopPhone = "own";
  // Two browsers, whatever the dice said: the phone on which she first reads about us, and the laptop.
  star.devices.splice(0, 3, makeDevice(random, star), makeDevice(random, star));
  company.people.push(star);
  return star;
}

/** Another person of the star's name at another shop: whoever matches by name alone merges the two. */
function addNamesake(random: Random, registry: Registry, companies: readonly Company[], star: Person): void {
  const company = companies.find((one) => one.arc === "customer" && one !== star.company && one.formerly === undefined);
  if (company === undefined) throw new RangeError("a namesake needs a company");
  const { first, last, country } = star;
  const wanted = {
    first,
    last,
    title: "Merchandiser",
    part: "member",
    country,
    phone: undefined,
    scripted: false,
  } as const;
  company.people.push(makePerson(random, registry, company, { ...wanted, email: `a.rivera@${company.domain}` }));
}
