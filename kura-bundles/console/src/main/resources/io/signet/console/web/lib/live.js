/** What the node says of the mesh, kept up to date by its events; and since when it says nothing any more. */
import { getByItself } from './api.js';

const SAMPLES_MAX = 120;
const JOBS_MAX = 200;
/** Longer than the node's events are ever apart: it sends a beat each 15 s. */
const QUIET_MAX_MILLIS = 20000;
const AGAIN_MILLIS = 3000;
const HIDDEN_MILLIS = 30000;

export class Live extends EventTarget {
  nodes = new Map();
  jobs = new Map();
  overview = null;
  /** Of the overview, one each time that it changed: what the small charts show. */
  samples = [];
  /** When something was heard last before the connection broke, by this machine's clock; 0 while there is one. */
  lostAt = 0;
  /** How far the node's clock is ahead of this machine's. */
  ahead = 0;
  #source = null;
  #heardAt = 0;
  #openedAt = 0;
  #watch = 0;
  #resting = 0;
  #fresh = true;
  #open = false;
  #asleep = false;

  constructor() {
    super();
    // A browser has six connections to a node: pages that nobody sees leave theirs to those that somebody does.
    addEventListener('pagehide', () => this.#rest());
    addEventListener('pageshow', () => this.#wake());
    document.addEventListener('visibilitychange', () => {
      clearTimeout(this.#resting);
      if (document.hidden) {
        this.#resting = setTimeout(() => this.#rest(), HIDDEN_MILLIS);
      } else {
        this.#wake();
      }
    });
  }

  /** Opens the stream of events. */
  start() {
    this.#open = true;
    this.#asleep = false;
    this.#fresh = true;
    this.#listen();
  }

  #rest() {
    if (this.#open && !this.#asleep) {
      this.#asleep = true;
      this.#close();
    }
  }

  #wake() {
    if (this.#open && this.#asleep) {
      this.#asleep = false;
      this.#fresh = true;
      this.#listen();
    }
  }

  #close() {
    this.#source?.close();
    this.#source = null;
    clearInterval(this.#watch);
    clearTimeout(this.#watch);
  }

  #listen() {
    this.#openedAt = Date.now();
    this.#source = new EventSource('/console/v1/events');
    this.#source.addEventListener('open', () => this.#heard());
    this.#source.addEventListener('error', () => {
      this.#lost();
      this.#fresh = true;
    });
    const on = (name, take) => this.#source?.addEventListener(name, event => {
      this.#heard();
      take(JSON.parse(event.data));
    });
    on('nodes', data => this.#takeNodes(data));
    on('gone', data => this.#takeGone(data));
    on('overview', data => this.#takeOverview(data));
    on('jobs', data => this.takeJobs(data.jobs));
    on('job', data => this.#takeJob(data));
    on('beat', () => {});
    on('end', data => this.#tell('end', data));
    this.#watch = setInterval(() => this.#check(), 5000);
  }

  /** Ends it, and forgets all. */
  stop() {
    this.#open = false;
    clearTimeout(this.#resting);
    this.#close();
    this.nodes.clear();
    this.jobs.clear();
    this.overview = null;
    this.samples = [];
    this.lostAt = 0;
    this.#heardAt = 0;
  }

  /** Now, by the node's clock. */
  now() {
    return Date.now() + this.ahead;
  }

  /** Takes jobs that were asked for, as if they had come by themselves. */
  takeJobs(list) {
    this.jobs = new Map(list.map(job => [job.id, job]));
    this.#tell('jobs', list);
  }

  /** Takes an overview that was asked for. */
  takeOverview(data) {
    this.#takeOverview(data);
  }

  /** Takes all nodes, as they were asked for. */
  takeAllNodes(data) {
    this.nodes = new Map(data.nodes.map(node => [node.id, node]));
    this.ahead = data.at - Date.now();
    this.#tell('nodes', data.nodes);
  }

  #takeNodes(data) {
    if (this.#fresh) {
      this.nodes.clear(); // the first event of a connection has all of them
      this.#fresh = false;
    }
    this.ahead = data.at - Date.now();
    data.nodes.forEach(node => this.nodes.set(node.id, node));
    this.#tell('nodes', data.nodes);
  }

  #takeGone(data) {
    data.ids.forEach(id => this.nodes.delete(id));
    this.#tell('nodes', []);
  }

  #takeOverview(data) {
    this.overview = data;
    this.ahead = data.at - Date.now();
    this.samples.push(data);
    if (this.samples.length > SAMPLES_MAX) {
      this.samples.shift();
    }
    this.#tell('overview', data);
  }

  #takeJob(job) {
    if (this.jobs.has(job.id)) {
      this.jobs.set(job.id, job);
    } else {
      this.jobs = new Map([[job.id, job], ...this.jobs]);
    }
    while (this.jobs.size > JOBS_MAX) {
      this.jobs.delete([...this.jobs.keys()].at(-1));
    }
    this.#tell('jobs', [job]);
  }

  #heard() {
    this.#heardAt = Date.now();
    if (this.lostAt !== 0) {
      this.lostAt = 0;
      this.#tell('connection');
    }
  }

  #lost() {
    if (this.lostAt === 0) {
      this.lostAt = this.#heardAt === 0 ? Date.now() : this.#heardAt;
      this.#tell('connection');
    }
    if (this.#source?.readyState === EventSource.CLOSED) {
      this.#source = null;
      clearInterval(this.#watch);
      this.#again();
    }
  }

  /** The node refused the stream, after which the browser tries no more: the session may be over, which this tells. */
  #again() {
    this.#watch = setTimeout(async () => {
      try {
        await getByItself('overview');
      } catch (error) {
        if (error.status === 401) {
          this.#tell('end', { error: error.message });
          return;
        }
      }
      if (this.#open && !this.#asleep && this.#source === null) {
        this.#fresh = true;
        this.#listen();
      }
    }, AGAIN_MILLIS);
  }

  /** A connection that broke without a word is not noticed by the browser: one that was quiet for too long is opened anew. */
  #check() {
    if (Date.now() - Math.max(this.#heardAt, this.#openedAt) < QUIET_MAX_MILLIS) {
      return;
    }
    this.#lost();
    this.#close();
    this.#fresh = true;
    this.#listen();
  }

  #tell(name, detail = null) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}
