import { roundTool } from './brush.js';

export const eraser = roundTool('eraser', 'erasing', false);
