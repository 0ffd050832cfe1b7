interface ImportMetaEnv {
  /** What a login asks sgID for, separated by spaces. Written into the pages when they are built. */
  readonly SGID_SCOPES: string
  /** The setting of that name, when the pages were built. */
  readonly LOGIN_PURPOSES: string
  /** True when the citizen reads these pages at an address of the Government. */
  readonly OFFICIAL: boolean
}
