// The Hub's verdict on cards, as far as it can be known outside: its front matter regex, js-yaml 4, and Joi over the
// types that huggingface.js publishes (api-dataset.ts, api-model.ts), with the messages that were seen on the live Hub.
//
// Reads {"path", "type", "text"} a line, writes {"path", "errors", "warnings", "value"} a line. `--licenses FILE` names
// the list of license ids, for which there is no package.
import fs from "node:fs";
import readline from "node:readline";
import { createRequire } from "node:module";
import Joi from "joi";
import yaml from "js-yaml";

const require = createRequire(import.meta.url);
const languages = require("@huggingface/languages");
const licenses = Object.keys(JSON.parse(fs.readFileSync(process.argv[process.argv.indexOf("--licenses") + 1], "utf8")).values);

const FENCED = /^(\s*---[\r\n]+)([\S\s]*?)([\r\n]+---(\r\n|\n|$))/;
const codes = new Set([
    ...Object.keys(languages.LANGUAGES_ISO_639_1),
    ...Object.keys(languages.LANGUAGES_ISO_639_3),
    "code",
    "multilingual",
]);

const text = Joi.string();
const texts = Joi.array().items(text);
const license = Joi.alternatives(Joi.string().valid(...licenses), Joi.array().items(Joi.string().valid(...licenses)));
const language = Joi.array().single().items(
    Joi.string().custom((value, helpers) =>
        codes.has(value) ? value : helpers.error(/[A-Z]/.test(value) ? "language.case" : "language.code")),
);
const repoId = (page) => Joi.string().custom((value, helpers) =>
    /^[A-Za-z0-9][\w.-]*(\/[\w.-]+)?$/.test(value) ? value : helpers.error(`repo.${page}`));

const plainField = Joi.string().valid("text", "checkbox", "date_picker", "country", "ip_location");
const field = Joi.alternatives(
    plainField,
    Joi.object({ type: plainField.required() }),
    Joi.object({
        type: Joi.string().valid("select").required(),
        options: Joi.array().items(text, Joi.object({ label: text.required(), value: text.required() })).required(),
    }),
);
const gate = {
    extra_gated_heading: text,
    extra_gated_description: text,
    extra_gated_prompt: text,
    extra_gated_button_content: text,
    extra_gated_fields: Joi.object().pattern(text, field),
};
const common = {
    ...gate,
    license,
    license_name: text,
    license_link: text,
    license_details: text,
    language,
    language_bcp47: texts,
    tags: texts,
    pretty_name: text,
    thumbnail: text.allow(null),
    description: text.allow(null),
};

const splitFiles = Joi.object({ split: text.required(), path: Joi.alternatives(text, texts).required() });
const dataFiles = Joi.alternatives(text, texts, Joi.array().items(splitFiles));
const dataset = Joi.object({
    ...common,
    licenses: Joi.forbidden(),
    languages: Joi.forbidden(),
    annotations_creators: texts,
    language_creators: texts,
    // A single value is known to have been taken: multilinguality and sources in 2022, sizes from distilabel since 2024.
    multilinguality: Joi.alternatives(texts, text),
    size_categories: Joi.alternatives(texts, text),
    source_datasets: Joi.alternatives(texts, text),
    task_categories: texts,
    task_ids: texts,
    paperswithcode_id: text.allow(null),
    viewer: Joi.boolean(),
    viewer_display_urls: Joi.boolean(),
    benchmark: text,
    config_names: texts,
    configs: Joi.array().items(Joi.object({ config_name: text.required(), data_files: dataFiles.allow(null), data_dir: text.allow(null) })),
});

const result = Joi.object({
    task: Joi.object({ type: text.required(), name: text }).required(),
    dataset: Joi.object({ type: text.required(), name: text.required(), config: text, split: text, revision: text }),
    metrics: Joi.array().items(Joi.object({ type: text.required(), value: Joi.any().required(), name: text })).required(),
    source: Joi.object({ url: text.required(), name: text }),
});
const model = Joi.object({
    ...common,
    datasets: Joi.array().single().items(repoId("datasets")),
    base_model: Joi.array().single().items(repoId("models")),
    "model-index": Joi.array().items(Joi.object({ name: text.required(), results: Joi.array().items(result).required() })),
    widget: Joi.array().items(Joi.object()),
    inference: Joi.alternatives(Joi.boolean(), Joi.object({ parameters: Joi.object() })),
    co2_eq_emissions: Joi.alternatives(Joi.number(), Joi.object({
        emissions: Joi.number().required(),
        source: text,
        training_type: text,
        geographical_location: text,
        hardware_used: text,
    })),
    pipeline_tag: text,
    library_name: text,
    mask_token: text,
    instance_prompt: text.allow(null),
    finetuned_from: text,
});
const space = Joi.object({
    license,
    title: text,
    sdk: Joi.string().valid("gradio", "docker", "static", "streamlit"),
    emoji: text,
    colorFrom: Joi.string().valid("red", "yellow", "green", "blue", "indigo", "purple", "pink", "gray"),
    colorTo: Joi.string().valid("red", "yellow", "green", "blue", "indigo", "purple", "pink", "gray"),
    short_description: Joi.string().max(60),
    pinned: Joi.boolean(),
    tags: texts,
});
const schemas = { dataset, model, space };
const messages = {
    "language.case": "{{#label}} must only contain lowercase characters",
    "language.code": '{{#label}} with value "{#value}" is not valid. It must be an ISO 639-1, 639-2 or 639-3 code (two/three letters), or a special value like "code", "multilingual".',
    "repo.datasets": '{{#label}} with value "{#value}" is not valid. If possible, use a dataset id from https://hf.co/datasets.',
    "repo.models": '{{#label}} with value "{#value}" is not valid. Use a model id from https://hf.co/models.',
};

function judge({ path, type, text: card }) {
    const found = FENCED.exec(card);
    if (!found) return { path, errors: [], warnings: ["empty or missing yaml metadata in repo card"], value: null, block: false };
    let value;
    try {
        value = yaml.load(found[2]);
    } catch (error) {
        return { path, errors: [`Invalid YAML in README.md: ${error.message}`], warnings: [], value: null, block: true };
    }
    if (value === undefined || value === null || ["string", "number", "boolean"].includes(typeof value)) {
        return { path, errors: ["The YAML metadata of your README.md is invalid."], warnings: [], value: null, block: true };
    }
    const { error } = schemas[type].validate(value, { allowUnknown: true, abortEarly: false, messages });
    return { path, errors: error ? error.details.map((detail) => detail.message) : [], warnings: [], value, block: true };
}

for await (const line of readline.createInterface({ input: process.stdin })) {
    // What JSON lacks would look like null.
    const plain = (_, value) => (typeof value === "number" && !Number.isFinite(value) ? `number ${value}` : value);
    const verdict = judge(JSON.parse(line));
    try {
        process.stdout.write(JSON.stringify(verdict, plain) + "\n");
    } catch (error) {
        // A value that holds itself has no JSON; nothing can be compared then.
        process.stdout.write(JSON.stringify({ ...verdict, value: `no JSON: ${error.name}` }) + "\n");
    }
}
