import { EditorView } from '@codemirror/view';

/**
 * What is typed over a selection is inserted here and not by the browser: that would carry the colours of what was there
 * over into a style attribute, which `style-src 'self'` refuses.
 */
export const typeOver = EditorView.domEventHandlers({
  beforeinput: (event, view) => {
    const { from, to, empty } = view.state.selection.main;
    const { data } = event;
    if (event.inputType !== 'insertText' || data === null || empty || view.composing || view.state.readOnly)
      return false;
    event.preventDefault();
    const insert = () =>
      view.state.update(view.state.replaceSelection(data), { userEvent: 'input.type', scrollIntoView: true });
    const handled = view.state.facet(EditorView.inputHandler).some((handle) => handle(view, from, to, data, insert));
    if (!handled) view.dispatch(insert());
    return true;
  },
});
