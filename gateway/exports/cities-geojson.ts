/** A city as the operation `cities-on-map` reads it. */
export interface MapCity {
  readonly id: string;
  readonly name: { readonly th: string | null; readonly en: string | null };
  readonly countryCode: string;
  readonly region: string;
  readonly furthestStatus: string | null;
  readonly location: {
    readonly lat: number;
    readonly lon: number;
    readonly confidence: string;
    readonly note: { readonly th: string | null; readonly en: string | null } | null;
  } | null;
}

/** Cities as a FeatureCollection: RFC 7946. One whose place nobody has put on file has no geometry. */
export function citiesGeoJson(cities: readonly MapCity[]): object {
  return {
    type: 'FeatureCollection',
    features: cities.map(({ id, name, countryCode, region, furthestStatus, location }) => ({
      type: 'Feature',
      id,
      geometry: location && { type: 'Point', coordinates: [location.lon, location.lat] },
      properties: {
        id,
        nameTh: name.th,
        nameEn: name.en,
        countryCode,
        region,
        furthestStatus,
        locationConfidence: location?.confidence ?? null,
        locationNoteTh: location?.note?.th ?? null,
        locationNoteEn: location?.note?.en ?? null,
      },
    })),
  };
}
