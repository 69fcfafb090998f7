/** What `npm run sandbox` asks of every system, and what it prints. */
export interface SandboxOptions {
  readonly profile: string | undefined;
  readonly port: number;
  readonly seed: number;
  readonly schools: number;
  readonly students: number;
}

/** A way to be let in; `token` where a session can be handed over ready. */
export interface SandboxAccount {
  readonly role: string;
  readonly login?: string;
  readonly password?: string;
  readonly token?: string;
}

/** What a simulator tells on standing up; fields that a system lacks are left out. */
export interface SandboxCard {
  readonly baseUrl: string;
  readonly schools: readonly { readonly id: number | string; readonly name: string }[];
  readonly accounts: readonly SandboxAccount[];
  /** The Monday of a week with lessons and marks. */
  readonly sampleWeek?: string;
}

export interface RunningSandbox {
  readonly card: SandboxCard;
  close(): Promise<void>;
}

/** A system that can be run alone. */
export interface SandboxSystem {
  readonly name: string;
  readonly title: string;
  readonly profiles: readonly string[];
  start(options: SandboxOptions): Promise<RunningSandbox>;
}
