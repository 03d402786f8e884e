interface Window {
  /** Read by Monaco, the editor inside Hive Laboratory. */
  MonacoEnvironment: { getWorkerUrl(module: string, label: string): string };
}

/** What Hive Laboratory's script leaves behind; its options are in its package's types. */
declare const HiveLaboratory: { renderLaboratory(element: HTMLElement, options: object): void };
