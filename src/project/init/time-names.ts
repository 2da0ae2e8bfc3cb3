import { withoutOwn } from "./words.ts";

/** What the name of a column says of a time. Names only rank: whether a column is a time, its values say. */
export interface TimeName {
  /** In English, with what the table is called in front, and without. */
  readonly name: string;
  readonly own: string;
}

const happened: readonly RegExp[] = [
  /^(occurred|happened)(_at|_on)?$|^event_(time|timestamp|datetime|date|at|ts)$|^timestamp$/,
  /^created(_at|_on|_time|_date|_datetime|_ts|_timestamp|_utc|_at_utc)?$|^(create|creation)_(date|time|timestamp)$|^(inserted|added)_(at|on|date)$/,
  /^(time|ts|datetime|date_time|original_timestamp|internal_date)$/,
  /^(ordered|placed|purchased|sent|submitted|signed_up|registered|subscribed|paid|joined|started|opened|posted|published|visited|booked|processed|completed|called)_(at|on|date|time)$/,
  /^(order|purchase|signup|sign_up|registration|payment|transaction|invoice|start|submission|submit|visit|booking|call|session|sent|begin|message|subscription)_(date|time|at|timestamp|datetime|ts|on)$/,
  /^(date|day|when)$/,
];

const loaded: readonly RegExp[] = [
  /^fivetran_synced$/,
  /^airbyte_extracted_at$/,
  /^airbyte_emitted_at$|^extracted_at$/,
  /^dlt_load(ed)?(_id|_at|_time)?$/,
  /^sdc_(batched|received|extracted)_at$/,
  /^(ingested|synced|loaded|imported)(_at|_on|_time|_date)?$|^(ingestion|ingest|load|sync|import|etl)_(at|time|date|timestamp|ts)$|^etl_(loaded|inserted|updated)_at$/,
  /^received_at$/,
  /^uuid_ts$/,
];

/** What changes whenever the row does. */
const changed =
  /^((last_)?(updated|modified|changed)(_at|_on|_time|_date|_datetime)?|(last_)?(update|modified|modification|change)_(at|time|date|timestamp)|systemmodstamp)$/;

const timely = /(^|_)(at|on|date|time|timestamp|datetime|ts|day)$/;

/** Times that lie in the future, or say nothing about what happened. */
const untimely =
  /(^|_)(birth|birthday|birthdate|born|dob|due|deadline|expires?|expiry|expiration|renewal|renews|ends|expected|estimated|planned|next|valid|until|deleted|archived|timezone|time_zone)(_|$)/;

/** Times of an end or of the last of many: only when there is nothing better. */
const late = /(^|_)(last|closed|ended|end|cancell?ed|refunded|delivered|resolved|finished|opt|unsubscribed)(_|$)/;

/** Words of names of times in other languages, without accents, by what they say in English. */
const foreign: ReadonlyMap<string, string> = new Map(
  Object.entries({
    date: "fecha datum dato data dia jour giorno dag dzien",
    time: "hora heure ora zeit uhrzeit zeitpunkt zeitstempel horodatage momento tijd tijdstip tidspunkt czas",
    created: `creado creada creacion erstellt erstell erstellung angelegt anlage cree creee creato creata creazione criado
      criada criacao aangemaakt aanmaak skapad skapat oprettet opprettet utworzono utworzenia`,
    updated: `actualizado actualizada actualizacion modificado modificada modificacion geandert geaendert anderung aenderung
      aktualisiert aktualisierung modifie modifiee maj modificato modificata modifica aggiornato aggiornamento atualizado
      atualizada atualizacao gewijzigd bijgewerkt uppdaterad andrad`,
    registered: "registrado registrada registriert inscrit inscrite registrato iscritto cadastrado geregistreerd",
    registration:
      "alta registro registrierung anmeldung anmelde inscription iscrizione registrazione cadastro inschrijving",
    order: "pedido bestellung bestell commande ordine encomenda bestelling",
    ordered: "bestellt pedida",
    purchase: "compra kauf achat acquisto aankoop",
    payment: "pago zahlung zahl paiement pagamento betaling",
    invoice: "factura rechnung facture fattura fatura factuur",
    visit: "visita besuch visite bezoek",
    sent: "enviado enviada gesendet versendet envoye inviato verzonden",
    birth: "nacimiento cumpleanos geburt geburtstag geb naissance nascita nascimento geboorte fodelse",
    due: "vencimiento fallig faellig falligkeit faelligkeit echeance scadenza vencimento verval",
    expires: "caducidad caduca ablauf gultig gueltig expira",
    deleted: "eliminado eliminada borrado borrada geloscht geloescht supprime eliminato excluido verwijderd",
    ended: "fin fine fim ende einde beendet baja kundigung kuendigung gekundigt gekuendigt",
    last: "ultimo ultima letzte letzter letztes zuletzt dernier derniere laatste senaste",
    next: "proximo proxima nachste naechste nachster naechster prochain prochaine prossimo prossima volgende",
  }).flatMap(([english, words]) => words.split(/\s+/).map((word) => [word, english] as const)),
);

/** `creado_en`, `erstellt_am`: small words that stand for `at` behind another. */
const at = new Set(["am", "um", "en", "le", "il", "em", "op"]);

/** `erstelldatum` is written as one word. */
const glued = /^(.{3,}?)s?(datum|zeitpunkt|zeitstempel|zeit)$/;

/** The words of a name in English, where they are known; `date_creation` in the order of `creation_date`. */
function inEnglish(words: readonly string[]): string {
  const said = words
    .flatMap((word) => (foreign.has(word) ? [word] : (glued.exec(word)?.slice(1) ?? [word])))
    .map((word, index, all) =>
      index > 0 && index === all.length - 1 && at.has(word) ? "at" : (foreign.get(word) ?? word),
    );
  const [first = "", ...rest] = said;
  return (first === "date" && rest.length > 0 && rest[0] !== "time" ? [...rest, first] : said).join("_");
}

/** Reads the name of a column of a table. */
export function timeName(words: readonly string[], own: readonly string[]): TimeName {
  return { name: inEnglish(words), own: inEnglish(withoutOwn(words, own)) };
}

/** How plainly a name says that something happened then, 0 being plainest; undefined when it does not. */
export function saysHappened({ name, own }: TimeName): number | undefined {
  const rank = rankOf({ name, own }, happened);
  if (rank !== undefined) return rank;
  if (!timely.test(own) || cannotHappen({ name, own })) return undefined;
  return happened.length + (late.test(name) ? 1 : 0);
}

/** Whether a name says that the time is not that of what happened. */
export function cannotHappen({ name, own }: TimeName): boolean {
  return untimely.test(name) || changed.test(own) || loaded.some((pattern) => pattern.test(name));
}

/** How plainly a name says when the row was loaded. */
export function saysLoaded(named: TimeName): number | undefined {
  return rankOf(named, loaded);
}

/** Whether a name says when the row last changed. */
export function saysChanged({ name, own }: TimeName): boolean {
  return changed.test(own) || changed.test(name);
}

/** Whether a name says that it is of an end, or of the last of many. */
export function saysLate({ name }: TimeName): boolean {
  return late.test(name);
}

function rankOf({ name, own }: TimeName, patterns: readonly RegExp[]): number | undefined {
  const rank = patterns.findIndex((pattern) => pattern.test(name) || pattern.test(own));
  return rank < 0 ? undefined : rank;
}
