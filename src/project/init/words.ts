import { slug } from "../../base/names.ts";

/** Words that people write as one. */
const compounds: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({
    emailaddress: ["email", "address"],
    mailaddress: ["email", "address"],
    emailadresse: ["email", "address"],
    mailadresse: ["email", "address"],
    adresse: ["address"],
    emailadres: ["email", "address"],
    mailadres: ["email", "address"],
    adres: ["address"],
    indirizzo: ["address"],
    direccion: ["address"],
    endereco: ["address"],
    courriel: ["email"],
    correo: ["email"],
    firstname: ["first", "name"],
    lastname: ["last", "name"],
    vorname: ["first", "name"],
    nachname: ["last", "name"],
    familienname: ["last", "name"],
    zuname: ["last", "name"],
    prenom: ["first", "name"],
    apellido: ["last", "name"],
    apellidos: ["last", "name"],
    cognome: ["last", "name"],
    voornaam: ["first", "name"],
    achternaam: ["last", "name"],
    fullname: ["full", "name"],
    displayname: ["display", "name"],
    companyname: ["company", "name"],
    firma: ["company"],
    firmenname: ["company", "name"],
    unternehmen: ["company"],
    entreprise: ["company"],
    societe: ["company"],
    empresa: ["company"],
    azienda: ["company"],
    bedrijf: ["company"],
    phonenumber: ["phone", "number"],
    telefonnummer: ["telefon", "number"],
    telefonnr: ["telefon", "number"],
    handynummer: ["handy", "number"],
    mobilnummer: ["mobile", "number"],
    mobiltelefon: ["mobile", "phone"],
    mobil: ["mobile"],
    mobilephone: ["mobile", "phone"],
    mobilenumber: ["mobile", "number"],
    cellphone: ["cell", "phone"],
    jobtitle: ["job", "title"],
    createdat: ["created", "at"],
    createdon: ["created", "on"],
    createdate: ["create", "date"],
    createddate: ["created", "date"],
    updatedat: ["updated", "at"],
    orderdate: ["order", "date"],
    datetime: ["datetime"],
    userid: ["user", "id"],
    customerid: ["customer", "id"],
    contactid: ["contact", "id"],
    companyid: ["company", "id"],
    orderid: ["order", "id"],
    eventid: ["event", "id"],
    messageid: ["message", "id"],
    transactionid: ["transaction", "id"],
    visitorid: ["visitor", "id"],
    anonymousid: ["anonymous", "id"],
    deviceid: ["device", "id"],
  }),
);

/** Columns into which loaders put a whole record: their name says nothing about what is inside. */
const containers = new Set([
  ..."record records raw data payload properties attributes fields context traits json body object values metadata meta airbyte".split(
    " ",
  ),
]);

function plain(text: string): string {
  return text.normalize("NFKD").replace(/\p{M}/gu, "");
}

/** The words of a column's or table's name, in small letters: `Customer E-Mail`, `customerEmail` → customer, email. */
export function wordsOf(name: string): readonly string[] {
  const spaced = plain(name)
    .replace(/([\p{Ll}\p{N}])(\p{Lu})/gu, "$1 $2")
    .replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, "$1 $2")
    .toLowerCase()
    .replace(/(^|[^\p{L}])e[^\p{L}\p{N}]?mail(?!\p{L})/gu, "$1email");
  return spaced
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== "")
    .flatMap((word) => compounds.get(word) ?? glued(word));
}

function glued(word: string): readonly string[] {
  const [, noun, number] = /^(e?mail|phone|tel|telefon|mobile)(\d)$/.exec(word) ?? [];
  if (noun !== undefined && number !== undefined) return [noun === "mail" ? "email" : noun, number];
  return word.endsWith("email") && word.length > 5 ? [word.slice(0, -5), "email"] : [word];
}

/** Words without the containers in front; never without all of them. */
export function withoutContainers(words: readonly string[]): readonly string[] {
  const first = words.findIndex((word) => !containers.has(word));
  return first <= 0 ? words : words.slice(first);
}

/** Words without those of the table in front: `order_date` of orders is a date. Never without all of them. */
export function withoutOwn(words: readonly string[], own: readonly string[]): readonly string[] {
  const begins = own.length > 0 && own.length < words.length && own.every((word, index) => words[index] === word);
  return begins ? words.slice(own.length) : words;
}

const irregular: ReadonlyMap<string, string> = new Map(
  Object.entries({
    people: "person",
    movies: "movie",
    cookies: "cookie",
    data: "data",
    news: "news",
    series: "series",
  }),
);

/** One of many: `companies` → `company`. Good enough for names that the user may change. */
export function singular(word: string): string {
  const known = irregular.get(word);
  if (known !== undefined) return known;
  if (/[^aeiou]ies$/.test(word) && word.length > 4) return `${word.slice(0, -3)}y`;
  if (/(ss|x|ch|sh|zz)es$/.test(word)) return word.slice(0, -2);
  if (/(ss|us|is)$/.test(word) || !word.endsWith("s") || word.length < 3) return word;
  return word.slice(0, -1);
}

/** A name for the config out of any text; `fallback` stands in front of a number, and where nothing is left. */
export function nameFrom(text: string, fallback: string): string {
  const name = slug(plain(text)).replace(/^_+/, "");
  if (name === "") return fallback;
  return /^[0-9]/.test(name) ? `${fallback}_${name}` : name;
}

/** The name itself, or with the first number behind that makes it new. It is taken from then on. */
export function fresh(name: string, taken: Set<string>): string {
  for (let number = 1; ; number += 1) {
    const candidate = number === 1 ? name : `${name}_${number}`;
    if (taken.has(candidate)) continue;
    taken.add(candidate);
    return candidate;
  }
}
