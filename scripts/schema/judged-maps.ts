import { both, onlyKeys } from "./form-texts.js";
import { isJson, type Json } from "./json.js";

/**
 * One schema for maps of several forms, such as what a promo gives: the key that tells the forms apart says by
 * which one a map is judged, so that editors tell what is wrong with that one. Where no such key is there, they
 * tell which there are. What one of the forms takes is taken, and nothing else.
 */
export function judgedMaps(forms: readonly Json[]): Json {
  const [first] = forms;
  if (forms.length === 1 && first) return first;
  const kind = constantKey(forms);
  return kind === undefined ? judgedByKey(forms) : judgedByValue(forms, kind);
}

const propertiesOf = ({ properties }: Json): Json => (isJson(properties) ? properties : {});
const has = (form: Json, key: string): boolean => Object.hasOwn(propertiesOf(form), key);
const choice = (test: Json, form: Json, otherwise: Json): Json => ({
  if: test,
  // biome-ignore lint/suspicious/noThenProperty: JSON Schema's own word
  then: form,
  else: otherwise,
});

/** The key whose constant value names the form, such as `kind`. */
function constantKey(forms: readonly Json[]): string | undefined {
  const constant = (form: Json, key: string) => {
    const property = propertiesOf(form)[key];
    return isJson(property) && "const" in property;
  };
  const [first] = forms;
  return Object.keys(first ? propertiesOf(first) : {}).find(
    (key) =>
      forms.every((form) => constant(form, key)) &&
      new Set(forms.map((form) => JSON.stringify(propertiesOf(form)[key]))).size === forms.length,
  );
}

function judgedByValue(forms: readonly Json[], key: string): Json {
  const all: Json = Object.assign({}, ...forms.map(propertiesOf));
  const values = forms.map((form) => (propertiesOf(form)[key] as Json).const);
  const { const: _one, ...said } = all[key] as Json;
  const unknown = {
    type: "object",
    properties: { ...all, [key]: { ...said, enum: values } },
    required: [key],
    propertyNames: onlyKeys(Object.keys(all)),
  };
  return forms.reduceRight<Json>((otherwise, form) => {
    const { const: value } = propertiesOf(form)[key] as Json;
    return choice({ properties: { [key]: { const: value } }, required: [key] }, form, otherwise);
  }, unknown);
}

function judgedByKey(forms: readonly Json[]): Json {
  const shared = (key: string) => forms.filter((form) => has(form, key)).length;
  const keyed = forms
    .map((form) => {
      const required = Array.isArray(form.required) ? form.required.map(String) : [];
      const [key = ""] = required.sort((a, b) => shared(a) - shared(b));
      return { form, key };
    })
    // A key that other forms take too tells of its own form only where theirs are not there.
    .sort((a, b) => shared(a.key) - shared(b.key));
  const inOrder = forms.flatMap((form) => keyed.find((one) => one.form === form) ?? []);
  const keys = inOrder.map(({ key }) => key);
  const errorMessage = both(
    `这里要写其中一种：${keys.join("、")}。`,
    `One of these is written here: ${keys.join(", ")}.`,
  );
  const none = {
    type: "object",
    properties: Object.fromEntries(inOrder.map(({ form, key }) => [key, propertiesOf(form)[key]])),
    // It is not there, or its form would judge: editors tell it of `{}` too, in these words.
    required: keys.slice(0, 1),
    errorMessage,
    propertyNames: { enum: keys, errorMessage, doNotSuggest: true },
  };
  return keyed.reduceRight<Json>(
    (otherwise, { form, key }) => choice({ required: [key] }, form, otherwise),
    none,
  );
}
