interface Window {
  /** Read by Monaco, the editor inside Hive Laboratory. With `globalAPI` it leaves {@link monaco} behind. */
  MonacoEnvironment: { globalAPI: boolean; getWorkerUrl(module: string, label: string): string };
}

/** What Hive Laboratory's script leaves behind; its options are in its package's types. */
declare const HiveLaboratory: { renderLaboratory(element: HTMLElement, options: object): void };

declare const monaco: {
  editor: {
    onDidCreateEditor(listener: (editor: { updateOptions(options: { fontFamily: string }): void }) => void): void;
  };
};
