import L from "leaflet";
import { type Cluster, clusterise, radiusFor } from "./clusters.ts";
import { toLatLng } from "./lat-lng.ts";
import { isChosen, type MapCrowd } from "./map-model.ts";
import { type Look, type Marked, MarkerSet, type Routes } from "./marker-set.ts";
import { buildCrowd, paintCrowd } from "./signs.ts";

type Options<Thing> = {
  look: Look<Thing>;
  kind: MapCrowd["kind"];
  /** What there are many of: "drivers". */
  noun: string;
  needsYou: (thing: Thing) => boolean;
  /** Its place is not of now. */
  isOld?: (thing: Thing) => boolean;
  onSelect: (id: string) => void;
  /** A crowd was chosen whose members cannot be told apart at any zoom. */
  onCrowd: (crowd: MapCrowd, members: readonly Thing[]) => void;
  onMove?: (id: string) => void;
};

/** Beyond the view by this share of its size things are drawn as well, so that a drag does not uncover a gap. */
const MARGIN = 0.5;
const FIT_PADDING: L.PointTuple = [72, 72];

/**
 * Markers of one kind of things, of which those that would cover each other are shown as one sign with their number. Of
 * thousands only those near the view are in the page.
 */
export class CrowdLayer<Thing extends Marked> {
  private readonly single: MarkerSet<Thing>;
  private readonly crowds: MarkerSet<MapCrowd>;
  private clusters: readonly Cluster<Thing>[] = [];
  private things: readonly Thing[] = [];
  private routes: Routes | undefined;
  private selectedId: string | null = null;
  private followedId: string | null = null;

  constructor(
    private readonly map: L.Map,
    private readonly options: Options<Thing>,
  ) {
    const { look, onSelect, onMove } = options;
    this.single = new MarkerSet(map, look, onSelect, onMove);
    this.crowds = new MarkerSet<MapCrowd>(
      map,
      {
        build: buildCrowd,
        paint: paintCrowd,
        anchor: () => "middle",
        canGlide: () => false,
        zIndex: look.zIndex,
      },
      id => this.open(id),
    );
    map.on("moveend", this.draw);
  }

  update(things: readonly Thing[], selectedId: string | null, routes?: Routes): void {
    this.things = things;
    this.routes = routes;
    this.selectedId = selectedId;
    this.draw();
  }

  /** Who is followed is shown by himself; null ends it. */
  follow(id: string | null): void {
    this.followedId = id;
    this.draw();
  }

  /** Where the marker is drawn now, on its way. */
  shownAt(id: string): L.LatLng | null {
    return this.single.shownAt(id);
  }

  /** False when it is gathered in a crowd, or not there. */
  focus(id: string): boolean {
    return this.single.focus(id);
  }

  pause(isPaused: boolean): void {
    this.single.pause(isPaused);
  }

  remove(): void {
    this.map.off("moveend", this.draw);
    this.single.remove();
    this.crowds.remove();
  }

  private draw = (): void => {
    const near = this.map.getBounds().pad(MARGIN);
    const shown = this.things.filter(thing => this.staysAlone(thing) || near.contains(toLatLng(thing.point)));
    const zoom = this.map.getZoom();
    const { alone, clusters } = this.gather(shown, zoom);
    this.clusters = clusters;
    this.single.update(alone, this.selectedId, this.routes);
    this.crowds.update(clusters.map(this.crowdOf), this.selectedId);
  };

  private gather(things: readonly Thing[], zoom: number) {
    return clusterise(things, {
      project: point => this.map.project(toLatLng(point), zoom),
      radiusPx: radiusFor(this.things.length),
      staysAlone: thing => this.staysAlone(thing),
    });
  }

  private staysAlone(thing: Thing): boolean {
    return thing.id === this.followedId || isChosen(thing, this.selectedId);
  }

  private crowdOf = ({ id, point, members }: Cluster<Thing>): MapCrowd => {
    const { kind, noun, needsYou, isOld } = this.options;
    const needing = members.filter(needsYou).length;
    const count = members.length;
    const areOld = isOld !== undefined && members.some(isOld);
    const where = areOld ? "close together when last heard" : "close together";
    const cry = needing === 0 ? "" : `, ${needing} ${needing === 1 ? "needs" : "need"} you`;
    return { id, point, kind, count, needing, isOld: areOld, label: `${count} ${noun} ${where}${cry}` };
  };

  /** Nearer, where its members come apart; where they never do, they are named. */
  private open(id: string): void {
    const cluster = this.clusters.find(one => one.id === id);
    if (!cluster) return;
    const { alone, clusters } = this.gather(cluster.members, this.map.getMaxZoom());
    if (alone.length + clusters.length < 2) this.options.onCrowd(this.crowdOf(cluster), cluster.members);
    else {
      const bounds = L.latLngBounds(cluster.members.map(({ point }) => toLatLng(point)));
      this.map.fitBounds(bounds, { padding: FIT_PADDING });
    }
  }
}
