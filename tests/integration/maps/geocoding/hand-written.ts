import type { Gazetteer } from "../../../../src/server/platform/maps/embedded/geocoding/gazetteer/gazetteer.ts";
import { houseText } from "../../../../src/server/platform/maps/embedded/geocoding/words/house-number.ts";
import { distanceMeters, type Point } from "../../../../src/shared/geo.ts";
import { createAnswers } from "./answers.ts";
import type { Question } from "./questions.ts";

/** Oddities of addresses: what is typed, and the house that is meant, by the names on the signs. */
const HOUSES: [typed: string, ...houses: string[]][] = [
  ["Aleksanterinkatu 21 D 5, 3. krs", "Aleksanterinkatu 21"],
  ["aleksanterinkatu,21", "Aleksanterinkatu 21"],
  ["ALEKSANTERINKATU21", "Aleksanterinkatu 21"],
  ["Aleksanterinkatu nro 21", "Aleksanterinkatu 21"],
  ["Aleksanterinkatu 21/3", "Aleksanterinkatu 21"],
  ["Aleksanterinkatu 21, porras D", "Aleksanterinkatu 21"],
  ["21, Aleksanterinkatu, Helsinki", "Aleksanterinkatu 21"],
  ["Aleksi 21", "Aleksanterinkatu 21"],
  ["aleksanteri 21", "Aleksanterinkatu 21"],
  ["Alexandersgatan 21 B 14", "Aleksanterinkatu 21"],
  ["Mansku 5", "Mannerheimintie 5"],
  ["c/o MedPharm, Eteläesplanadi 14 A 3, 2. krs, FI-00130 HELSINKI", "Eteläesplanadi 14"],
  ["c/o Nieminen Eteläesplanadi 14", "Eteläesplanadi 14"],
  ["Eteläespa 14", "Eteläesplanadi 14"],
  ["Södra Esplanaden 14, Helsingfors", "Eteläesplanadi 14"],
  ["S Esplanaden 14", "Eteläesplanadi 14"],
  ["N. Esplanaden 33", "Pohjoisesplanadi 33"],
  ["Pohjois-Esplanadi 33", "Pohjoisesplanadi 33"],
  ["P. Makasiinikatu 4", "Pohjoinen Makasiinikatu 4"],
  ["Et. Makasiinikatu 4", "Eteläinen Makasiinikatu 4"],
  ["Bulevardi 2-4", "Bulevardi 2–4"],
  ["Bulevardi 4", "Bulevardi 2–4"],
  ["Keskuskatu 1a", "Keskuskatu 1 A"],
  ["keskuskatu 1 B, 00100 hki", "Keskuskatu 1 B"],
  ["Siltasaarenkatu 8-10", "Siltasaarenkatu 8–10"],
  ["Mannerheimintie 14-20", "Mannerheimintie 14–20"],
  ["Yrjö-Koskisen k. 3", "Yrjö-Koskisen katu 3"],
  ["Yrjo Koskisen katu 3", "Yrjö-Koskisen katu 3"],
  ["Koskisen katu 3", "Yrjö-Koskisen katu 3"],
  ["Georgsgatan 27", "Yrjönkatu 27"],
  ["Elisabetsgatan 21", "Liisankatu 21"],
  ["Mikaelsgatan 7, 00100 Helsingfors, Finland", "Mikonkatu 7"],
  ["Fabianinkatu 29 C 41", "Fabianinkatu 27–29"],
  ["Fabianinkatu 28", "Fabianinkatu 28"],
  ["Fabianinkatu 3", "Fabianinkatu 2", "Fabianinkatu 4"],
  ["Kaisaniemenkatu 2b", "Kaisaniemenkatu 2 B"],
  ["Annankatu 33", "Annankatu 31–33"],
  ["Uudenmaankatu 3", "Uudenmaankatu 1–5"],
  ["Simonkatu 6 B as 12", "Simonkatu 6 B"],
  ["Helsinki 00170 Kirkkokatu 15", "Kirkkokatu 15"],
  ["Vuorikatu 14 00100", "Vuorikatu 14"],
  ["unioninkatu 40 helsinki finland", "Unioninkatu 40"],
  ["Unioninkatu 34 please", "Unioninkatu 34"],
  ["Loennrotinkatu 5", "Lönnrotinkatu 5"],
  ["Långbrokajen 3", "Pitkänsillanranta 3"],
  ["Rikhardink 4", "Rikhardinkatu 4"],
  ["Kirkko katu 16", "Kirkkokatu 16"],
  ["Eerikin katu 8", "Eerikinkatu 8"],
  ["Hotelli Torni, Yrjönkatu 26", "Yrjönkatu 26"],
  ["Stockmann, Aleksanterinkatu 52", "Aleksanterinkatu 52"],
  ["Flat 5, 21 Aleksanterinkatu", "Aleksanterinkatu 21"],
  ["2nd floor, Unioninkatu 34, Helsinki", "Unioninkatu 34"],
  ["Kluuvi, Vuorikatu 14", "Vuorikatu 14"],
  ["Mikonk. 7 A 12", "Mikonkatu 7"],
  ["Kasarminkatu 42", "Kasarmikatu 42"],
  ["Universitetsgatan 4", "Yliopistonkatu 4"],
  ["fabianinkatu 35, 4th floor, 00170 Helsinki, Suomi", "Fabianinkatu 35"],
  ["Yrjönkatu 21 b", "Yrjönkatu 21"],
  ["Kalevagatan 4 lgh 3", "Kalevankatu 4"],
  ["Snellmansgatan 14b", "Snellmaninkatu 14 B"],
  ["unionink 38 C", "Unioninkatu 38"],
  ["Helsingfors, Högbergsgatan 34", "Korkeavuorenkatu 34"],
  ["annankatu 18 helsinki 00120", "Annankatu 18"],
  ["Sofiegatan 4", "Sofiankatu 4"],
  ["Bulevarden 13", "Bulevardi 13"],
  ["Lilla Robertsgatan 9", "Pieni Roobertinkatu 9"],
  ["Pikku-Roba 9", "Pieni Roobertinkatu 9"],
  ["Salomonink. 1", "Salomonkatu 1"],
  ["siltasaarenk 12", "Siltasaarenkatu 12"],
  ["Postgatan 1", "Postikatu 1"],
  ["Rikhardinkatu4", "Rikhardinkatu 4"],
  ["Ludviginkatu 3", "Ludviginkatu 3–5"],
  ["Simonkatu 8 2.krs", "Simonkatu 8"],
  ["kaivok 12", "Kaivokatu 12"],
];

/** What is typed, and the name of the place or the street on its sign. */
const NAMED: [typed: string, ...names: string[]][] = [
  ["Ateneum", "Ateneum"],
  ["Oodi", "Helsingin keskustakirjasto Oodi"],
  ["Helsinki Cathedral", "Helsingin tuomiokirkko"],
  ["Helsingfors domkyrka", "Helsingin tuomiokirkko"],
  ["tuomiokirkko", "Helsingin tuomiokirkko"],
  ["Stockmann", "Stockmann"],
  ["stokka", "Stockmann"],
  ["Kauppatori", "Kauppatori"],
  ["Salutorget", "Kauppatori", "Salutorget"],
  ["market square helsinki", "Kauppatori"],
  ["Senate Square", "Senaatintori", "Senaatintori kaupunkipyöräasema"],
  ["Senatstorget", "Senaatintori"],
  ["Kamppi chapel", "Kampin kappeli"],
  ["kiasma", "Kiasma"],
  ["Musiikkitalo", "Musiikkitalo"],
  ["Ruotsalainen teatteri", "Svenska Teatern"],
  ["akateeminen kirjakaupa", "Akateeminen Kirjakauppa"],
  ["hotel kamp", "Hotel Kämp"],
  ["Torni hotelli", "Hotelli Torni"],
  ["Bank of Finland", "Suomen Pankki"],
  ["old market hall", "Vanha Kauppahalli"],
  ["Yliopiston apteekki", "Yliopiston apteekki"],
  ["apteekki bulevardia", "Apteekki Bulevardia"],
  ["kluuvin apteeki", "Kluuvin Apteekki"],
  ["Apteekki Mannerheimintie 1", "Erottajan Apteekki"],
  ["pharmacy near Bulevardi 13", "Apteekki Bulevardia"],
  ["lähin apteekki Keskuskatu 7", "Kluuvin Apteekki"],
  ["Unioninkatu", "Unioninkatu"],
  ["Boulevarden", "Bulevardi"],
  ["Hakaniemi", "Hakaniemi"],
  ["nationalbiblioteket", "Kansalliskirjasto"],
  ["Finnish National Theatre", "Suomen Kansallisteatteri"],
  ["kampin kapeli", "Kampin kappeli"],
  ["hotel torni", "Hotelli Torni"],
  ["Glaspalatset", "Lasipalatsi"],
  ["gamla saluhallen", "Vanha Kauppahalli"],
  ["Esplanadparken", "Esplanadinpuisto"],
  ["Kluuvi", "Kluuvi"],
  ["Kaserntorget", "Kasarmitori"],
  ["apotek nära Bulevarden 13", "Apteekki Bulevardia"],
];

const RAILWAY_SQUARE: Point = { latitude: 60.1712, longitude: 24.9441 };
const DIANA_PARK: Point = { latitude: 60.1648, longitude: 24.9402 };

/** A kind of place: without a point any of the kinds is right, with one the nearest. */
const KINDS: [typed: string, categories: string[], near?: Point][] = [
  ["pharmacy", ["pharmacy"]],
  ["pharmacies helsinki", ["pharmacy"]],
  ["pharmacy", ["pharmacy"], RAILWAY_SQUARE],
  ["apteekki", ["pharmacy"]],
  ["apteekki", ["pharmacy"], DIANA_PARK],
  ["APTEEKIT", ["pharmacy"]],
  ["apotek", ["pharmacy"], RAILWAY_SQUARE],
  ["Apoteket", ["pharmacy"], DIANA_PARK],
  ["chemist", ["pharmacy"]],
  ["farmacy", ["pharmacy"]],
  ["aptekki", ["pharmacy"], RAILWAY_SQUARE],
  ["Apotheke", ["pharmacy"]],
  ["nearest pharmacy", ["pharmacy"], DIANA_PARK],
  ["clinic", ["clinic", "doctors"], DIANA_PARK],
  ["klinikka", ["clinic", "doctors"]],
  ["terveysasema", ["clinic", "doctors"], RAILWAY_SQUARE],
  ["lääkäriasema", ["clinic", "doctors"]],
  ["hälsostation", ["clinic", "doctors"], RAILWAY_SQUARE],
  ["doctor", ["clinic", "doctors"]],
  ["läkare", ["clinic", "doctors"]],
  ["dentist", ["dentist"], RAILWAY_SQUARE],
  ["hammaslääkäri", ["dentist"], DIANA_PARK],
  ["tandläkare", ["dentist"]],
  ["vårdcentral", ["clinic", "doctors"], DIANA_PARK],
  ["apteekki helsinki", ["pharmacy"]],
  ["tannlege", ["dentist"]],
  ["Zahnarzt", ["dentist"], RAILWAY_SQUARE],
];

/** Questions that no generator thinks of, about the demo city. */
export function handWritten(gazetteer: Gazetteer): Question[] {
  const { streets, places, houses, localities } = gazetteer;
  const { ofHouse, ofStreet, ofPlace, ofLocality } = createAnswers(gazetteer);
  const named = (name: string): string[] => [
    ...places.filter(({ names }) => names.main === name).flatMap(ofPlace),
    ...streets.flatMap(({ names }, index) => (names.main === name ? ofStreet(index) : [])),
    ...localities.flatMap(({ names }, index) => (names.main === name ? ofLocality(index) : [])),
    ...houses
      .filter(house => `${streets[house.street]?.names.main} ${houseText(house)}` === name)
      .flatMap(ofHouse),
  ];
  const nearest = (categories: string[], near?: Point): string[] => {
    const found = places.filter(({ category }) => categories.includes(category));
    if (!near) return found.flatMap(ofPlace);
    const [first] = found.toSorted((a, b) => distanceMeters(near, a) - distanceMeters(near, b));
    return first ? ofPlace(first) : [];
  };
  const asked = (kind: string, [text, ...names]: [string, ...string[]]): Question => ({
    text,
    kind,
    answers: names.flatMap(named),
  });
  return [
    ...HOUSES.map(entry => asked("by hand: houses", entry)),
    ...NAMED.map(entry => asked("by hand: places and streets", entry)),
    ...KINDS.map(([text, categories, near]) => ({
      text,
      kind: "by hand: kinds of places",
      answers: nearest(categories, near),
      near,
    })),
  ];
}
