import { createRequire } from "node:module";
import fc from "fast-check";
import { getCountries, getCountryCallingCode, parsePhoneNumberFromString } from "libphonenumber-js/max";
import { getDomain, getPublicSuffix } from "tldts";
import { describe, expect, test } from "vitest";
import {
  freeMailDomains,
  leadingDigits,
  listVersions,
  phoneCountries,
  plusTagDomains,
  publicSuffixes,
  roleAccounts,
} from "./lists.ts";

const bytewise = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const names: Record<string, readonly string[]> = {
  freeMailDomains: freeMailDomains(),
  plusTagDomains: plusTagDomains(),
  roleAccounts: roleAccounts(),
  publicSuffixes: publicSuffixes().map(({ suffix }) => suffix),
  phoneCountries: phoneCountries().map(({ region }) => region),
  leadingDigits: leadingDigits().map(({ digits }) => digits),
};

test.each(Object.entries(names))("%s: sorted, each once, none empty", (_, list) => {
  expect(list).toEqual([...new Set(list)].sort(bytewise));
  expect(list).not.toContain("");
});

test("versions are those that the project pins", () => {
  const { dependencies }: { dependencies: Record<string, string> } = createRequire(import.meta.url)(
    "../../package.json",
  );
  expect(Object.fromEntries(listVersions().map(({ name, version }) => [name, version]))).toEqual({
    "email-providers": dependencies["email-providers"],
    "libphonenumber-js": dependencies["libphonenumber-js"],
    tldts: dependencies["tldts"],
  });
});

describe("mail", () => {
  test("free-mail domains are registrable, known ones are there, companies and reserved names are not", () => {
    const domains = freeMailDomains();
    expect(domains.filter((domain) => getDomain(domain, { allowPrivateDomains: true }) !== domain)).toEqual([]);
    const known =
      "gmail.com googlemail.com outlook.com yahoo.co.uk icloud.com proton.me gmx.de qq.com mail.ru duck.com";
    const others =
      "example.com example.org example.net alibaba.com facebook.com microsoft.com com.ar github.io acme.com";
    expect(known.split(" ").filter((domain) => !domains.includes(domain))).toEqual([]);
    expect(others.split(" ").filter((domain) => domains.includes(domain))).toEqual([]);
    expect(domains).toContain("müll.email");
    expect(domains).toContain("xn--mll-hoa.email");
  });

  test("providers with tags are free-mail providers", () => {
    const domains = new Set(freeMailDomains());
    expect(plusTagDomains().filter((domain) => !domains.has(domain))).toEqual([]);
    expect(plusTagDomains()).toContain("hotmail.co.uk");
    expect(plusTagDomains().filter((domain) => /\.(?:con|cm|ru)$/.test(domain))).toEqual(["ya.ru", "yandex.ru"]);
  });

  test("roles are local parts that need no escaping in a pattern", () => {
    expect(roleAccounts().filter((role) => !/^[a-z0-9-]+$/.test(role))).toEqual([]);
  });
});

describe("public suffixes", () => {
  const all = { allowPrivateDomains: true };

  test("are those of tldts", () => {
    const wrong = publicSuffixes().filter(({ suffix, kind }) => {
      if (kind === "exception") return getDomain(suffix, all) !== suffix;
      if (kind === "wildcard" && getPublicSuffix(`any.${suffix}`, all) !== `any.${suffix}`) return true;
      return getPublicSuffix(suffix, all) !== suffix;
    });
    expect(wrong).toEqual([]);
    expect(publicSuffixes().length).toBeGreaterThan(9_000);
  });

  test("say which section they are from", () => {
    const found = Object.fromEntries(
      publicSuffixes().map(({ suffix, kind, isPrivate }) => [suffix, [kind, isPrivate]]),
    );
    expect(found).toMatchObject({
      com: ["rule", false],
      "co.uk": ["rule", false],
      ck: ["wildcard", false],
      "www.ck": ["exception", false],
      "github.io": ["rule", true],
      "myshopify.com": ["rule", true],
    });
  });

  test("no rule lies below an exception, so that the longest match may decide", () => {
    const exceptions = publicSuffixes().filter(({ kind }) => kind === "exception");
    const below = publicSuffixes().filter(({ suffix }) => exceptions.some((one) => suffix.endsWith(`.${one.suffix}`)));
    expect(exceptions.length).toBeGreaterThan(0);
    expect(below).toEqual([]);
  });
});

describe("phones", () => {
  test("every country is there, with its calling code", () => {
    const codes = new Map(phoneCountries().map(({ region, callingCode }) => [region, callingCode]));
    expect(getCountries().filter((country) => codes.get(country) !== getCountryCallingCode(country))).toEqual([]);
    expect(phoneCountries().filter(({ lengths, number }) => lengths.length === 0 || number === "")).toEqual([]);
  });

  test("patterns are made of what every engine knows, and capture nothing", () => {
    const patterns = phoneCountries().flatMap(({ number, international, rewrites }) => [
      number,
      international ?? "",
      ...rewrites.flatMap(({ head, drop }) => [head, drop]),
    ]);
    expect(patterns.filter((pattern) => !/^(?:[0-9,|^${}?)]|\(\?:|\[[0-9-]+\])*$/.test(pattern))).toEqual([]);
  });

  test("the first three digits tell the calling code", () => {
    const byDigits = new Map(leadingDigits().map((one) => [one.digits, one]));
    expect(byDigits.get("141")).toMatchObject({ callingCode: "1", trunk: "1", lengths: "nnnnnnnnny" });
    expect(byDigits.get("442")).toMatchObject({ callingCode: "44", trunk: "0", lengths: "nnnnnnynyy" });
    expect(byDigits.get("390")).toMatchObject({ callingCode: "39", trunk: null });
    expect(byDigits.get("800")).toMatchObject({ callingCode: "800", trunk: null });
    expect(byDigits.has("999")).toBe(false);
  });

  test("no number begins like its trunk prefix where that is said to be so", () => {
    const valid = phoneCountries().flatMap((region) => {
      const shape = fc.stringMatching(new RegExp(`^(?:${region.number})$`));
      const numbers = fc.sample(shape, { seed: 44, numRuns: 60 });
      return numbers.map((number) => ({ ...region, number }));
    });
    const found = valid.filter(({ trunk, number }) => trunk !== null && number.startsWith(trunk.charAt(0)));
    expect(found.filter(({ mayBeginWithTrunk }) => !mayBeginWithTrunk)).toEqual([]);
    expect(found.map(({ region }) => region)).toContain("RU");
  });

  test("a rewrite is what libphonenumber does with a number at home", () => {
    const written = [
      ["AR", "0111523456789"],
      ["BR", "03111987654321"],
      ["BB", "4301234"],
      ["GG", "255678"],
      ["GA", "011774111"],
      ["KR", "0212345678"],
      ["US", "14155550123"],
      ["AU", "1831412345678"],
    ] as const;
    const outcomes = written.map(([code, digits]) => {
      const region = phoneCountries().find((one) => one.region === code);
      const rewrite = region?.rewrites.find(({ head }) => new RegExp(`^(?:${head})`).test(digits));
      if (region === undefined || rewrite === undefined) return [code, digits, null];
      const head = new RegExp(`^(?:${rewrite.head})`).exec(digits)?.[0] ?? "";
      const kept = rewrite.drop === "" ? head : head.replace(new RegExp(rewrite.drop, "g"), "");
      return [code, digits, `+${region.callingCode}${rewrite.put}${kept}${digits.slice(head.length)}`];
    });
    expect(outcomes).toEqual(
      written.map(([code, digits]) => [code, digits, parsePhoneNumberFromString(digits, code)?.number]),
    );
  });
});
