// What a check finds: findings for people, and the way from the chip's maker to the output.

import { VERIFY_STEPS, VERIFY_WORDS } from './words.js';

/** Something does not hold: nothing in what is checked may be believed. */
export class Rejected extends Error {
  /**
   * @param code why, as words.js has it
   * @param step where on the way it failed
   * @param detail the same as a sentence, with what was expected and what was found
   */
  constructor(code, step, detail) {
    super(detail);
    this.name = 'Rejected';
    this.code = code;
    this.step = step;
  }
}

/** Collects what is found of one part of an answer. */
export class Report {
  constructor() {
    this.findings = [];
    this.steps = new Map(VERIFY_STEPS.map((step) => [step, { good: null, facts: {} }]));
  }

  /** This was checked and holds. */
  proved(code, detail) {
    this.find(true, code, detail);
  }

  /** This can't be known from what was given: nobody should believe it because of it. */
  open(claim, detail) {
    this.find(null, `${claim}-open`, detail);
  }

  /** This was checked and does not hold. */
  failed(code, step, detail) {
    this.find(false, code, detail);
    this.step(step, false, { fault: detail });
  }

  find(good, code, detail) {
    this.findings.push({ good, code, what: VERIFY_WORDS[code] ?? code, detail });
  }

  /** Shows a step of the way; what is known of it adds up. */
  step(name, good, facts = {}) {
    const step = this.steps.get(name) ?? { facts: {} };
    this.steps.set(name, step);
    step.good = good;
    Object.assign(step.facts, facts);
  }

  /** Adds what another report found. */
  take(other) {
    this.findings.push(...other.findings);
    for (const [name, { good, facts }] of other.steps) {
      if (good !== null || Object.keys(facts).length > 0) {
        this.step(name, good, facts);
      }
    }
  }

  /** The way, from the chip's maker on. */
  chain() {
    return [...this.steps].map(([step, { good, facts }]) => ({ step, good, title: VERIFY_WORDS[`step-${step}`], facts }));
  }
}
