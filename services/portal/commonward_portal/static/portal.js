// Everything works without this; with it, fields count characters and a button ignores a double click.
import { Button, CharacterCount, ErrorSummary, Radios, SkipLink, createAll } from "./govuk.js";

document.body.classList.add("js-enabled", "govuk-frontend-supported");
for (const component of [Button, CharacterCount, ErrorSummary, Radios, SkipLink]) createAll(component);
